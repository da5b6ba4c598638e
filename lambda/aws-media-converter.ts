import {
  CreateJobCommand,
  type JobSettings,
  MediaConvertClient,
  type MediaConvertClientConfig,
} from '@aws-sdk/client-mediaconvert'
import type { Conversion, MediaConverter } from './media-converter.ts'

export interface AwsMediaConverterOptions {
  /** Role that MediaConvert assumes to read the original and to write the results. */
  roleArn: string
  /** Height of the video, in pixels; smaller originals are not enlarged. */
  height: number
}

/** Bits per second at most; the quality decides, 1 to 10. */
const VIDEO = { maxBitrate: 5_000_000, quality: 7 }
const AUDIO = { bitrate: 96_000, sampleRate: 48_000 }
/** Of the poster, 1 to 100. */
const POSTER_QUALITY = 80

/** The only file that uses the MediaConvert client. */
export function createAwsMediaConverter(
  { roleArn, height }: AwsMediaConverterOptions,
  options: MediaConvertClientConfig = {},
): MediaConverter {
  const client = new MediaConvertClient({ maxAttempts: 3, ...options })
  return {
    start: async (conversion) => {
      const command = new CreateJobCommand({
        Role: roleArn,
        ClientRequestToken: conversion.token,
        UserMetadata: conversion.tags,
        Settings: jobSettings(conversion, height),
      })
      await client.send(command)
    },
  }
}

/** An MP4 that all browsers play, and its first frame as the poster. */
function jobSettings({ source, target }: Conversion, height: number): JobSettings {
  return {
    Inputs: [
      {
        FileInput: `s3://${source.bucket}/${source.key}`,
        AudioSelectors: { 'Audio Selector 1': { DefaultSelection: 'DEFAULT' } },
        VideoSelector: { Rotate: 'AUTO' },
        TimecodeSource: 'ZEROBASED',
      },
    ],
    OutputGroups: [
      {
        Name: 'File Group',
        OutputGroupSettings: {
          Type: 'FILE_GROUP_SETTINGS',
          FileGroupSettings: { Destination: `s3://${target.bucket}/${target.prefix}` },
        },
        Outputs: [
          {
            NameModifier: '-video',
            ContainerSettings: { Container: 'MP4', Mp4Settings: { MoovPlacement: 'PROGRESSIVE_DOWNLOAD' } },
            VideoDescription: {
              Height: height,
              ScalingBehavior: 'FIT_NO_UPSCALE',
              CodecSettings: {
                Codec: 'H_264',
                H264Settings: {
                  RateControlMode: 'QVBR',
                  MaxBitrate: VIDEO.maxBitrate,
                  QvbrSettings: { QvbrQualityLevel: VIDEO.quality },
                  SceneChangeDetect: 'TRANSITION_DETECTION',
                },
              },
            },
            AudioDescriptions: [
              {
                CodecSettings: {
                  Codec: 'AAC',
                  AacSettings: {
                    Bitrate: AUDIO.bitrate,
                    CodingMode: 'CODING_MODE_2_0',
                    SampleRate: AUDIO.sampleRate,
                  },
                },
              },
            ],
          },
          {
            NameModifier: '-poster',
            ContainerSettings: { Container: 'RAW' },
            VideoDescription: {
              Height: height,
              ScalingBehavior: 'FIT_NO_UPSCALE',
              CodecSettings: {
                Codec: 'FRAME_CAPTURE',
                FrameCaptureSettings: {
                  FramerateNumerator: 1,
                  FramerateDenominator: 1,
                  MaxCaptures: 1,
                  Quality: POSTER_QUALITY,
                },
              },
            },
          },
        ],
      },
    ],
  }
}
