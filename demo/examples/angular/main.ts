import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import 's3-uploader-element'
import type { UploadEventMap, UploadSnapshot } from 's3-uploader-element'

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <form>
      <s3-uploader name="photos" multiple max-file-size="10MB" [headers]="headers" (upload-ready)="add($event)" />
      @for (photo of photos(); track photo.id) {
        <img [src]="photo.variants[0]?.url" [alt]="photo.name" />
      }
    </form>
  `,
})
class App {
  photos = signal<UploadSnapshot[]>([])
  headers = () => ({ authorization: 'Bearer token' })

  add({ detail }: UploadEventMap['upload-ready']) {
    this.photos.update((earlier) => [...earlier, detail.upload])
  }
}

bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] })
