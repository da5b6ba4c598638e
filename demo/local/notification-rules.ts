/** Which events of a bucket go where: the bucket notification configuration. Pure. */
import { AwsError } from './aws-error.ts'
import type { ObjectEvent } from './object-event.ts'
import { listIn, textIn, type XmlTree } from './xml.ts'

export interface NotificationRules {
  rules: NotificationRule[]
  /** All events of the bucket go to EventBridge as well. */
  eventBridge: boolean
}

export interface NotificationRule {
  id: string
  kind: TargetKind
  arn: string
  /** `s3:ObjectCreated:*` and similar. */
  events: string[]
  prefix: string
  suffix: string
}

type TargetKind = 'function' | 'queue' | 'topic'

/** The elements of each kind: of the rule, and of its ARN. */
const ELEMENTS: Readonly<Record<TargetKind, readonly [rule: string, arn: string]>> = {
  function: ['CloudFunctionConfiguration', 'CloudFunction'],
  queue: ['QueueConfiguration', 'Queue'],
  topic: ['TopicConfiguration', 'Topic'],
}
const KINDS: readonly TargetKind[] = ['function', 'queue', 'topic']
const EVENTS = /^s3:Object(Created:(\*|Put|Post|Copy|CompleteMultipartUpload)|Removed:(\*|Delete))$/

export const NO_RULES: NotificationRules = { rules: [], eventBridge: false }

/**
 * @param root the parsed document.
 * @throws AwsError `InvalidArgument` for events that this S3 does not have, `MalformedXML`
 */
export function parseNotificationRules(root: unknown): NotificationRules {
  const [configuration] = listIn(root, 'NotificationConfiguration')
  const rules = KINDS.flatMap((kind) => {
    const [element, arn] = ELEMENTS[kind]
    return listIn(configuration, element).map((rule, index) => parseRule(rule, kind, arn, index))
  })
  if (rules.some((rule, index) => rules.slice(index + 1).some((other) => overlap(rule, other)))) {
    throw new AwsError(
      'InvalidArgument',
      'Configurations on the same bucket cannot share a common event type',
    )
  }
  return { rules, eventBridge: listIn(configuration, 'EventBridgeConfiguration').length > 0 }
}

function parseRule(element: unknown, kind: TargetKind, target: string, index: number): NotificationRule {
  const arn = textIn(element, target)
  const events = listIn(element, 'Event').map(String)
  if (arn === undefined || events.length === 0) throw new AwsError('MalformedXML')
  const unknown = events.find((event) => !EVENTS.test(event))
  if (unknown !== undefined) throw new AwsError('InvalidArgument', `This S3 has no event ${unknown}`)
  const filters = new Map(
    listIn(element, 'Filter', 'S3Key', 'FilterRule').map((rule) => [
      (textIn(rule, 'Name') ?? '').toLowerCase(),
      textIn(rule, 'Value') ?? '',
    ]),
  )
  const name = [...filters.keys()].find((filter) => filter !== 'prefix' && filter !== 'suffix')
  if (name !== undefined) {
    throw new AwsError('InvalidArgument', 'filter rule name must be either prefix or suffix')
  }
  return {
    id: textIn(element, 'Id') ?? `${kind}-${index + 1}`,
    kind,
    arn,
    events,
    prefix: filters.get('prefix') ?? '',
    suffix: filters.get('suffix') ?? '',
  }
}

/** Whether an event of one key would go to both, which S3 does not allow. */
function overlap(one: NotificationRule, other: NotificationRule): boolean {
  const includes = (wide: string, event: string) =>
    wide === event || event.startsWith(wide.replace(/\*$/, ''))
  const shares = one.events.some((a) => other.events.some((b) => includes(a, b) || includes(b, a)))
  const begins = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix)
  const ends = one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix)
  return shares && begins && ends
}

export function renderNotificationRules({ rules, eventBridge }: NotificationRules): XmlTree {
  const tree: XmlTree = {}
  for (const kind of KINDS) {
    const [element, target] = ELEMENTS[kind]
    const own = rules.filter((rule) => rule.kind === kind)
    if (own.length === 0) continue
    tree[element] = own.map(({ id, arn, events, prefix, suffix }) => {
      const filters = Object.entries({ Prefix: prefix, Suffix: suffix }).filter(([, value]) => value !== '')
      const FilterRule = filters.map(([Name, Value]) => ({ Name, Value }))
      const Filter = filters.length === 0 ? {} : { Filter: { S3Key: { FilterRule } } }
      return { Id: id, [target]: arn, Event: events, ...Filter }
    })
  }
  if (eventBridge) tree.EventBridgeConfiguration = ''
  return tree
}

export function matchesRule(
  { events, prefix, suffix }: NotificationRule,
  { name, key }: Pick<ObjectEvent, 'name' | 'key'>,
): boolean {
  const isNamed = events.some((event) => {
    const wanted = event.replace(/^s3:/, '')
    return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted
  })
  return isNamed && key.startsWith(prefix) && key.endsWith(suffix)
}
