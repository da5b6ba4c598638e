/** Of the commands that the environment configures; the others have their own. */
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
