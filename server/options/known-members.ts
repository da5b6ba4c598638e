/** An object's members without those that are `undefined`. */
type Given<Options> = { [Name in keyof Options]?: Exclude<Options[Name], undefined> }

/**
 * The given options without those that are `undefined`, as an environment variable that is not set leaves them. A member
 * that no option has is a fault: misspelt, it would silently have no effect.
 */
export function known<Options extends object>(
  given: Options,
  members: Record<keyof Options, true>,
  at: string,
  faults: string[],
): Given<Options> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined)
  for (const [name] of entries) {
    if (Object.hasOwn(members, name)) continue
    const near = Object.keys(members).find((member) => member.toLowerCase() === name.toLowerCase())
    faults.push(
      `${at === '' ? '' : `${at}.`}${name} is not an option${near === undefined ? '' : `: did you mean ${near}?`}`,
    )
  }
  // A copy of `given` with some members left out, which `Given` allows.
  return Object.fromEntries(entries.filter(([name]) => Object.hasOwn(members, name))) as Given<Options>
}
