import { defineConfig } from 'vite'

// Angular's own build compiles templates; without it the compiler comes into the page.
const compiler = {
  name: 'angular-compiler',
  transform: (code: string, id: string) =>
    id.endsWith('/angular/main.ts') ? `import '@angular/compiler'\n${code}` : undefined,
}

export default defineConfig({ plugins: [compiler], build: { target: 'es2022' } })
