import { createElement } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { App } from './app.js'

const errors = []
window.page = { errors }
const root = document.querySelector('#root')
hydrateRoot(root, createElement(App), {
  onRecoverableError: (error) => errors.push(String(error)),
  onUncaughtError: (error) => errors.push(String(error)),
})
