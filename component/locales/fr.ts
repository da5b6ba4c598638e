import { formatBytes } from '../text/format-bytes.ts'
import { formatNumber, formatSize } from '../text/format-number.ts'
import type { LocaleWords } from '../text/messages.ts'
import { plural } from '../text/plural.ts'

const bounds = {
  minWidth: 'sa largeur doit être d’au moins',
  maxWidth: 'sa largeur doit être d’au plus',
  minHeight: 'sa hauteur doit être d’au moins',
  maxHeight: 'sa hauteur doit être d’au plus',
}

/** French. */
export const messages: LocaleWords = {
  chooseFile: 'Choisir un fichier',
  chooseFiles: 'Choisir des fichiers',
  chooseFolder: 'Choisir un dossier',
  choosePhoto: 'Prendre ou choisir une photo',
  takePhoto: 'Prendre une photo',
  dropHint: 'ou déposer ici',
  upToSize: (size) => `jusqu’à ${size} par fichier`,
  required: 'Obligatoire',
  notLoaded: 'Le module d’envoi n’a pas pu être chargé. Vérifiez votre connexion et rechargez la page.',
  valueMissing: 'Veuillez ajouter un fichier.',
  tooFewFiles: (count, locale) =>
    plural(locale, count, { other: 'Veuillez ajouter d’autres fichiers\u00a0: au moins #.' }),
  busy: 'Veuillez patienter jusqu’à la fin de l’envoi.',
  status: {
    queued: 'En attente',
    preparing: 'Préparation',
    uploading: 'Envoi',
    paused: 'En pause',
    completing: 'Vérification',
    processing: 'Traitement',
    ready: 'Terminé',
    failed: 'Échec',
    canceled: 'Annulé',
  },
  waitsForVisitor: 'Non démarré',
  stored: 'Enregistré',
  waitsForNetwork: 'Pas de connexion. Reprend automatiquement.',
  retrying: (reason, time, attempt, retries, locale) =>
    `${reason}, nouvel essai${time === null ? '' : ` dans ${time}`} (${formatNumber(attempt, locale)} sur ${formatNumber(retries, locale)})`,
  retryReason: { connection: 'Connexion perdue', busy: 'Service occupé', failed: 'Échec' },
  tryingAgain: 'Nouvel essai',
  timeLeft: (time) => `reste ${time}`,
  pause: (name) => `Mettre ${name} en pause`,
  resume: (name) => `Reprendre ${name}`,
  retry: (name) => `Réessayer ${name}`,
  cancel: (name) => `Annuler ${name}`,
  remove: (name) => `Retirer ${name}`,
  numbered: (name, number, locale) => `${name} (${formatNumber(number, locale)})`,
  move: (name, place, count, locale) =>
    `Déplacer ${name}, ${formatNumber(place, locale)} sur ${formatNumber(count, locale)}`,
  lifted: (name) =>
    `${name} est saisi. Les flèches le déplacent\u202f; ou choisissez la poignée de sa nouvelle place.`,
  moveCanceled: (name) => `${name} reste à sa place.`,
  caption: 'Légende',
  altText: 'Description de l’image',
  addMore: 'Ajouter d’autres fichiers',
  replace: 'Remplacer',
  startAll: 'Envoyer',
  pauseAll: 'Tout mettre en pause',
  resumeAll: 'Tout reprendre',
  retryAll: 'Tout réessayer',
  clearFinished: 'Retirer les fichiers terminés',
  progressOf: (name) => `Envoi de ${name}`,
  totalProgress: 'Envoi de tous les fichiers',
  allDone: (count, locale) => plural(locale, count, { one: '# fichier envoyé', other: '# fichiers envoyés' }),
  sentOf: (sent, size) => `${sent} sur ${size}`,
  summary: (done, total, locale) =>
    `${formatNumber(done, locale)} sur ${plural(locale, total, { one: '# fichier terminé', other: '# fichiers terminés' })}`,
  failures: (count, locale) =>
    plural(locale, count, { one: '# fichier en échec', other: '# fichiers en échec' }),
  added: (count, locale) => plural(locale, count, { one: '# fichier ajouté', other: '# fichiers ajoutés' }),
  checking: (count, locale) =>
    plural(locale, count, { one: 'Vérification de # fichier', other: 'Vérification de # fichiers' }),
  readingFolder: (count, locale) =>
    plural(locale, count, { other: 'Lecture du dossier, fichiers trouvés\u00a0: #' }),
  dropAnywhere: 'Déposez les fichiers n’importe où',
  rejected: (count, locale) =>
    plural(locale, count, {
      one: '# fichier ne peut pas être envoyé',
      other: '# fichiers ne peuvent pas être envoyés',
    }),
  more: (count, locale) => plural(locale, count, { one: 'et # autre', other: 'et # autres' }),
  showAll: (count, locale) => plural(locale, count, { other: 'Tout afficher (#)' }),
  dismiss: 'Fermer',
  undo: 'Annuler le retrait',
  interrupted: (count, locale) =>
    plural(locale, count, { one: '# envoi a été interrompu.', other: '# envois ont été interrompus.' }),
  chooseAgain: (name) => `Choisissez de nouveau ${name} pour continuer.`,
  goOn: 'Continuer',
  discard: 'Abandonner',
  cropTitle: 'Recadrer l’image',
  cropHint:
    'Faites glisser pour déplacer. Au clavier\u00a0: les flèches déplacent, plus et moins changent le zoom.',
  cropHorizontal: 'Gauche et droite',
  cropVertical: 'Haut et bas',
  cropZoom: 'Zoom',
  cropUse: 'Utiliser',
  cropCancel: 'Annuler',
  tooManyFiles: (count, locale) =>
    plural(locale, count, { other: 'Veuillez retirer des fichiers\u00a0: pas plus de #.' }),
  someFailed: 'Certains fichiers n’ont pas été envoyés. Réessayez ou retirez-les.',
  somePaused: 'Certains envois sont en pause. Reprenez-les ou retirez-les.',
  notStarted: 'Cliquez d’abord sur «\u00a0Envoyer\u00a0».',
  fileTypes: { image: 'images', video: 'vidéos', audio: 'audio', text: 'texte', program: 'un programme' },
  spoken: {
    added: (name) => `${name} ajouté.`,
    filesAdded: (count, locale) =>
      plural(locale, count, { one: '# fichier ajouté.', other: '# fichiers ajoutés.' }),
    removed: (name) => `${name} retiré.`,
    filesRemoved: (count, locale) =>
      plural(locale, count, { one: '# fichier retiré.', other: '# fichiers retirés.' }),
    canUndo: '«\u00a0Annuler le retrait\u00a0» se trouve après la liste.',
    returned: (name) => `${name} est de retour dans la liste.`,
    filesReturned: (count, locale) =>
      plural(locale, count, {
        one: '# fichier est de retour dans la liste.',
        other: '# fichiers sont de retour dans la liste.',
      }),
    failed: (name, reason) => `Échec de ${name}. ${reason}`,
    filesFailed: (count, locale) =>
      plural(locale, count, { one: '# fichier en échec.', other: '# fichiers en échec.' }),
    retrying: (name) => `${name} n’est pas arrivé. Nouvel essai.`,
    filesRetrying: (count, locale) =>
      plural(locale, count, {
        one: '# fichier n’est pas arrivé. Nouvel essai.',
        other: '# fichiers ne sont pas arrivés. Nouvel essai.',
      }),
    triedAgain: (name) => `Nouvel essai pour ${name}.`,
    filesTriedAgain: (count, locale) =>
      plural(locale, count, { one: 'Nouvel essai pour # fichier.', other: 'Nouvel essai pour # fichiers.' }),
    paused: (name) => `${name} mis en pause.`,
    filesPaused: (count, locale) =>
      plural(locale, count, { one: '# fichier mis en pause.', other: '# fichiers mis en pause.' }),
    resumed: (name) => `${name} repris.`,
    filesResumed: (count, locale) =>
      plural(locale, count, { one: '# fichier repris.', other: '# fichiers repris.' }),
    canceled: (name) => `${name} annulé.`,
    filesCanceled: (count, locale) =>
      plural(locale, count, { one: '# fichier annulé.', other: '# fichiers annulés.' }),
    moved: (name, place, count, locale) =>
      `${name} déplacé à la position ${formatNumber(place, locale)} sur ${formatNumber(count, locale)}.`,
    connected: 'La connexion est rétablie.',
    progress: (percent) => `${percent} envoyés.`,
    finished: (done, total, failed, locale) => {
      const all = plural(locale, total, {
        one: `${formatNumber(done, locale)} sur # fichier terminé`,
        other: `${formatNumber(done, locale)} sur # fichiers terminés`,
      })
      const lost = plural(locale, failed, { one: '# fichier en échec', other: '# fichiers en échec' })
      return failed === 0 ? `${all}.` : `${all}, ${lost}.`
    },
    dropHere: 'Déposez les fichiers ici pour les ajouter.',
    progressValue: (percent, sent, size, time) =>
      `${percent}, ${sent} sur ${size}${time === null ? '' : `, reste ${time}`}`,
  },
  errors: {
    'unsupported-content-type': ({ allowed }) =>
      `Ce type de fichier n’est pas autorisé ici.${allowed === undefined ? '' : ` Types autorisés\u00a0: ${allowed}.`}`,
    'file-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'Le fichier est trop volumineux.'
        : `Le fichier dépasse ${formatBytes(limit, locale)}.`,
    'file-too-small': ({ limit }, locale) =>
      limit === undefined || limit <= 1
        ? 'Le fichier est vide.'
        : `Le fichier fait moins de ${formatBytes(limit, locale)}.`,
    'empty-file': 'Le fichier est vide.',
    'total-too-large': ({ limit }, locale) =>
      limit === undefined
        ? 'L’ensemble des fichiers est trop volumineux.'
        : `L’ensemble des fichiers dépasse ${formatBytes(limit, locale)}.`,
    'too-many-files': ({ limit }, locale) =>
      limit === undefined
        ? 'Il y a trop de fichiers.'
        : plural(locale, limit, {
            one: 'Vous ne pouvez pas ajouter plus de # fichier.',
            other: 'Vous ne pouvez pas ajouter plus de # fichiers.',
          }),
    'folder-too-large': ({ limit = 0 }, locale) =>
      plural(locale, limit, {
        other:
          'Le dossier contient trop de fichiers\u00a0: pas plus de #. Ajoutez ses sous-dossiers un par un.',
      }),
    'file-unreadable':
      'Le fichier ne peut pas être lu. Choisissez-le à nouveau ou copiez-le d’abord sur cet appareil.',
    'web-link':
      'C’est un lien vers une page web. Enregistrez d’abord le fichier sur cet appareil, puis ajoutez-le.',
    'quota-exceeded': 'Il n’y a plus d’espace pour ce fichier.',
    'file-changed': 'Le fichier a été modifié ou déplacé. Veuillez le choisir de nouveau.',
    'duplicate-file': 'Le fichier est déjà dans la liste.',
    rejected: 'Le fichier a été refusé.',
    'validator-timeout': 'La vérification du fichier a pris trop de temps. Veuillez réessayer.',
    'transform-failed': 'Le fichier n’a pas pu être préparé. Veuillez réessayer.',
    'type-mismatch': ({ declared = '', found }) =>
      `Le nom indique ${declared}, mais le contenu est ${found || 'différent'}.`,
    'image-dimensions': ({ rule = 'minWidth', limit = 0, size }, locale) =>
      size == null
        ? 'Les dimensions de l’image ne peuvent pas être lues.'
        : `L’image fait ${formatSize(size, locale)} pixels\u202f; ${bounds[rule]} ${formatNumber(limit, locale)}.`,
    'api-unreachable': 'Le service d’envoi est injoignable. Vérifiez votre connexion et réessayez.',
    'headers-failed': 'Votre autorisation d’envoi n’a pas pu être obtenue. Veuillez réessayer.',
    'login-required': 'Vous êtes déconnecté. Reconnectez-vous dans un autre onglet, puis réessayez ici.',
    'network-login-required':
      'Ce réseau demande d’abord une connexion. Ouvrez un site quelconque pour vous identifier, puis réessayez.',
    'request-blocked':
      'Un pare-feu ou un proxy de ce réseau a refusé l’envoi. Essayez un autre réseau ou contactez son administrateur.',
    'endpoint-not-found':
      'L’envoi n’est pas configuré correctement ici. Veuillez prévenir les responsables de cette page.',
    network: 'La connexion au stockage a été interrompue. Vérifiez votre connexion et réessayez.',
    'api-unavailable': 'Le service est occupé ou indisponible. Veuillez réessayer dans un instant.',
    unauthorized: 'Vous n’êtes pas autorisé à envoyer des fichiers ici. Veuillez vous reconnecter.',
    'ticket-expired': 'L’autorisation d’envoi a expiré. Veuillez réessayer.',
    'checksum-unverified': 'Le stockage n’a pas pu confirmer que le fichier est arrivé intact.',
    'checksum-unavailable': 'Ce navigateur ne peut pas calculer la somme de contrôle exigée ici.',
    'object-mismatch': 'Le fichier n’est pas arrivé en entier. Veuillez réessayer.',
    'not-an-image': 'Le fichier a été enregistré, mais ce n’est pas l’image que son nom indique.',
    'unsupported-heic':
      'Le fichier a été enregistré, mais les images HEIC ne peuvent pas être affichées. Veuillez utiliser JPEG.',
    'unsupported-format': 'Le fichier a été enregistré, mais ce format d’image ne peut pas être affiché.',
    'corrupt-image': 'Le fichier a été enregistré, mais l’image est endommagée.',
    'source-missing': 'Le fichier a été enregistré, mais il n’existe plus.',
    'malware-found': 'Le fichier a été enregistré, mais l’analyse antivirus y a trouvé une menace.',
    'processing-timeout': 'Le fichier a été enregistré, mais n’a pas pu être traité à temps.',
    unknown: 'Le fichier n’a pas pu être envoyé.',
  },
}
