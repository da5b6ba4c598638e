/** What `--help` prints: without the packages that a command needs, which its own modules import. */
export const SERVE_USAGE = `Usage: s3-uploader serve

Runs the API until Ctrl+C or SIGTERM, configured by the environment:

  UPLOAD_BUCKET UPLOAD_TOPIC_ARN AWS_REGION
  UPLOAD_SECRET          at least 32 random bytes
  UPLOAD_TOKEN           the bearer token of callers, or UPLOAD_PUBLIC=true: everyone may upload
  PORT HOST              default: 3000, on all addresses
  …                      server/README.md in the package lists all

  --help
`

export const LOCAL_USAGE = `Usage: s3-uploader local [--foreground]

Runs an S3, SNS and Lambda host on this machine until Ctrl+C, and prints its addresses and credentials as shell code.
Where a shell reads the output, as in eval "$(s3-uploader local)", it goes on in the background until kill $LOCAL_AWS_PID.

  --foreground           stays in the foreground there too
  --help

Variables: PORT of S3 (default 9000; 0: any free port), SNS_PORT, SQS_PORT (default 0), QUEUE=1: a queue before the Lambda,
DIRECTORY: keeps the stored objects.
`

export const SEND_USAGE = `Usage: s3-uploader send --endpoint URL [OPTIONS] FILE|FOLDER...

  --endpoint URL         where the API is mounted (or S3_UPLOADER_ENDPOINT)
  --route NAME           route of the API; default: default
  --header 'NAME: VALUE' header of each call to the API; may be repeated
                         (S3_UPLOADER_TOKEN is sent as Authorization: Bearer TOKEN)
  --metadata NAME=VALUE  about the batch, signed into each upload; may be repeated
  --concurrency N        requests to S3 at a time, from 1 to 64; default: 6
  --retries N            retries of each step, from 0 to 1000; default: 45, about ten minutes
  --checksum MODE        auto, sha256 or none; default: auto
  --wait STAGE           complete: until the upload is announced (default); ready: until its images are made
  --state FOLDER         where unfinished uploads are saved; default: ~/.local/state/s3-uploader
  --no-resume            saves nothing, and starts over
  --json                 one JSON object a line for each file, on standard output
  --quiet                no progress
  --help

Prints "KEY<tab>PATH" for each file. Interrupted, or when something failed: the same command continues.
Exit codes: 0 all files are uploaded, 1 some are not, 2 wrong usage, 130 interrupted.
`

export const DOCTOR_USAGE = `Usage: s3-uploader doctor [OPTIONS]

Tries what a browser, the API and the image function do, says what is wrong, and removes what it stored.

With the variables of \`s3-uploader serve\` (UPLOAD_BUCKET, UPLOAD_TOPIC_ARN, AWS_REGION, …) it asks the bucket and the topic
too, with the credentials that the AWS SDK finds.

  --endpoint URL         the deployed API; without it, one is made of the variables
  --header 'NAME: VALUE' header of each call to the API; may be repeated
                         (S3_UPLOADER_TOKEN is sent as Authorization: Bearer TOKEN)
  --origin URL           origin of a page that uploads; may be repeated
                         (default: UPLOAD_ALLOWED_ORIGINS, else that of the endpoint; null: files, sandboxed frames)
  --route NAME           route of the API; default: default
  --wait SECONDS         for the images, from 0 (do not wait) to 900; default: 60
  --dead-letters URL     of a queue; may be repeated (those of queues behind the topic are found)
  --quick                leaves out the upload in parts
  --embedded             checks an S3, SNS and Lambda host that it starts
  --json                 one JSON document
  --help

Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage, 130 interrupted.
`

export const RULES_USAGE = `Usage: s3-uploader rules --origin URL [--origin URL …] [--queue-arn ARN]

Prints, for the variables of \`s3-uploader serve\`, what AWS must be told: CORS, lifecycle and policy of each bucket, and the
policies of the API's and the image function's roles. Asks AWS nothing.

  --origin URL      of a page that uploads, for example https://app.example.com; may be repeated
                    (default: UPLOAD_ALLOWED_ORIGINS)
  --queue-arn ARN   of the queue before the image function
  --help
`
