const yes = () => true

/** Of an element that has no form: the DOMs of unit tests (jsdom, happy-dom) lack form-associated elements. */
const withoutForm = () => ({
  form: null,
  labels: [],
  validity: { valid: true },
  validationMessage: '',
  states: new Set<string>(),
  setFormValue: yes,
  setValidity: yes,
  checkValidity: yes,
  reportValidity: yes,
})

export function elementInternals(host: HTMLElement): ElementInternals {
  const internals = host.attachInternals?.()
  // jsdom has the method, and little behind it.
  return internals?.states ? internals : (withoutForm() as unknown as ElementInternals)
}
