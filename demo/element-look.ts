/** What the page lets visitors switch about the element, and the HTML that does the same. Pure. */
export const VARIANTS = ['list', 'gallery', 'compact', 'button', 'avatar'] as const
export const THEMES = ['built-in', 'plain', 'soft', 'dense'] as const

/** By tag: the language's own name, the label above the element in it, and its direction. */
export const LANGUAGES = {
  en: ['English', 'Photos of the bike', 'ltr'],
  ar: ['العربية', 'صور الدراجة', 'rtl'],
  de: ['Deutsch', 'Fotos des Fahrrads', 'ltr'],
  es: ['Español', 'Fotos de la bicicleta', 'ltr'],
  fr: ['Français', 'Photos du vélo', 'ltr'],
  he: ['עברית', 'תמונות האופניים', 'rtl'],
  hi: ['हिन्दी', 'साइकिल की तस्वीरें', 'ltr'],
  it: ['Italiano', 'Foto della bici', 'ltr'],
  ja: ['日本語', '自転車の写真', 'ltr'],
  ko: ['한국어', '자전거 사진', 'ltr'],
  nl: ['Nederlands', 'Foto’s van de fiets', 'ltr'],
  pl: ['Polski', 'Zdjęcia roweru', 'ltr'],
  'pt-BR': ['Português (Brasil)', 'Fotos da bicicleta', 'ltr'],
  tr: ['Türkçe', 'Bisikletin fotoğrafları', 'ltr'],
  uk: ['Українська', 'Фото велосипеда', 'ltr'],
  'zh-Hans': ['简体中文', '自行车照片', 'ltr'],
} as const satisfies Record<string, readonly [name: string, label: string, direction: 'ltr' | 'rtl']>

export type Language = keyof typeof LANGUAGES

export interface ElementLook {
  readonly variant: (typeof VARIANTS)[number]
  readonly theme: (typeof THEMES)[number]
  readonly language: Language
  readonly direction: 'ltr' | 'rtl'
}

/** One round picture is one file, and a picture. */
export const isSingle = ({ variant }: ElementLook): boolean => variant === 'avatar'

/** The HTML to copy. */
export function snippetOf(look: ElementLook): string {
  const { variant, theme, language, direction } = look
  const attributes = [
    variant === 'list' ? '' : `variant="${variant}"`,
    'name="photos"',
    isSingle(look) ? 'accept="image/*"' : 'multiple',
    'required',
  ].filter((attribute) => attribute !== '')
  const styles = theme === 'built-in' ? [] : [`<link rel="stylesheet" href="/themes/${theme}.css" />`]
  const isPlain = language === 'en' && direction === 'ltr'
  const element = `<s3-uploader ${attributes.join(' ')}></s3-uploader>`
  return [
    '<script type="module" src="/s3-uploader.js"></script>',
    ...styles,
    ...(isPlain
      ? [element]
      : [`<div lang="${language}"${direction === 'rtl' ? ' dir="rtl"' : ''}>`, `  ${element}`, '</div>']),
  ].join('\n')
}
