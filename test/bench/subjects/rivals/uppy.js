/** Uppy's Dashboard with its S3 plug-in; the server signs each request (`signRequest`), forms for whole files. */
import AwsS3 from '@uppy/aws-s3'
import Uppy from '@uppy/core'
import Dashboard from '@uppy/dashboard'
import '@uppy/core/css/style.min.css'
import '@uppy/dashboard/css/style.min.css'
import { PageClock } from '../page-clock.ts'

const clock = new PageClock()
new Uppy({ autoProceed: true })
  .use(Dashboard, { inline: true, target: '#subject' })
  .use(AwsS3, {
    limit: 6,
    generateObjectKey: ({ name }) => name,
    signRequest: async (request) => {
      const response = await fetch('/uploads/sign', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      })
      return response.json()
    },
  })
  .on('complete', () => clock.stop())
