/** The element as it ships; its own script is on the page beside this one. */
import { PageClock } from './page-clock.ts'

const clock = new PageClock()
document.querySelector('s3-uploader')?.addEventListener('uploads-idle', () => clock.stop())
