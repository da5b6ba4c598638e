/** The built element; its script is on the page beside this one. */
import { PageClock } from './page-clock.ts'

const clock = new PageClock()
document.querySelector('s3-uploader')?.addEventListener('uploads-idle', () => clock.stop())
