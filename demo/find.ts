/** @throws Error where the page has no element with this id */
export function find<E extends HTMLElement>(id: string): E {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`The page has no #${id}`)
  return element as E
}
