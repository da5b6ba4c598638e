import '@angular/compiler'
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import { note, page } from './page.js'

class App {
  props = signal(page.props)
  note = note

  constructor() {
    page.set = (next) => this.props.set(next)
  }
}

const bindings = Object.keys(page.props).map((name) => `[${name}]="props().${name}"`)
const Root = Component({
  selector: '#app',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<main><form id="f"></form>
    <s3-uploader form="f" ${bindings.join(' ')} (upload-ready)="note($event)" (uploads-idle)="note($event)"></s3-uploader>
  </main>`,
})(App)

const application = await bootstrapApplication(Root, { providers: [provideZonelessChangeDetection()] })
page.unmount = () => application.destroy()
