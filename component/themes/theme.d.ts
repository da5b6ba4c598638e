// For compilers that check imports of style sheets (TypeScript 6 and later) where no bundler declares them.
export {}
