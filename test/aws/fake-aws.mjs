#!/usr/bin/env node
// Plays the AWS CLI: notes each command in $FAKE_AWS/calls, and answers as $FAKE_AWS/answers.json says. The first answer whose
// key the command contains counts; a list is answered item by item.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.env.FAKE_AWS ?? ''
const args = process.argv.slice(2)
const command = args.join(' ')
appendFileSync(join(folder, 'calls'), `${command}\n`)
const path = join(folder, 'answers.json')
const answers = JSON.parse(readFileSync(path, 'utf8'))
const key = Object.keys(answers).find((one) => command.includes(one))
let answer = key === undefined ? null : answers[key]
if (Array.isArray(answer)) {
  answer = answer.shift() ?? null
  writeFileSync(path, JSON.stringify(answers))
}
if (typeof answer === 'string') {
  process.stderr.write(`${answer}\n`)
  process.exit(254)
}
if (answer !== null) process.stdout.write(JSON.stringify(answer))
