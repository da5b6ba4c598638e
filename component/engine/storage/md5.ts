/**
 * MD5 (RFC 1321), which WebCrypto lacks. Not for security: S3's ETag of a part is its MD5, unless the bucket encrypts
 * with KMS or customer keys, and so tells whether a stored part is the file's.
 */

const BLOCK_BYTES = 64

export class Md5 {
  readonly #state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  readonly #rest = new Uint8Array(BLOCK_BYTES)
  #restBytes = 0
  #bytes = 0

  update(bytes: Uint8Array): this {
    this.#bytes += bytes.length
    let at = 0
    if (this.#restBytes > 0) {
      at = Math.min(BLOCK_BYTES - this.#restBytes, bytes.length)
      this.#rest.set(bytes.subarray(0, at), this.#restBytes)
      this.#restBytes += at
      if (this.#restBytes < BLOCK_BYTES) return this
      addBlocks(this.#state, new DataView(this.#rest.buffer))
      this.#restBytes = 0
    }
    const whole = Math.floor((bytes.length - at) / BLOCK_BYTES) * BLOCK_BYTES
    addBlocks(this.#state, new DataView(bytes.buffer, bytes.byteOffset + at, whole))
    this.#rest.set(bytes.subarray(at + whole))
    this.#restBytes = bytes.length - at - whole
    return this
  }

  /** 16 bytes. Ends the computation. */
  digest(): ArrayBuffer {
    const bits = this.#bytes * 8
    const paddedBytes = (this.#restBytes < 56 ? 56 : 120) - this.#restBytes + 8
    const padding = new DataView(new ArrayBuffer(paddedBytes))
    padding.setUint8(0, 0x80)
    padding.setUint32(paddedBytes - 8, bits % 2 ** 32, true)
    padding.setUint32(paddedBytes - 4, Math.floor(bits / 2 ** 32), true)
    this.update(new Uint8Array(padding.buffer))
    const digest = new DataView(new ArrayBuffer(16))
    for (const [index, word] of this.#state.entries()) digest.setInt32(4 * index, word, true)
    return digest.buffer
  }
}

/**
 * The four rounds of each block, unrolled: a loop over the steps takes five times as long.
 *
 * @param blocks any number of 64-byte blocks
 */
function addBlocks(state: Int32Array, blocks: DataView): void {
  let [stateA = 0, stateB = 0, stateC = 0, stateD = 0] = state
  for (let at = 0; at < blocks.byteLength; at += BLOCK_BYTES) {
    let a = stateA
    let b = stateB
    let c = stateC
    let d = stateD
    a = (a + ((b & c) | (~b & d)) + blocks.getInt32(at, true) - 680876936) | 0
    a = (((a << 7) | (a >>> 25)) + b) | 0
    d = (d + ((a & b) | (~a & c)) + blocks.getInt32(at + 4, true) - 389564586) | 0
    d = (((d << 12) | (d >>> 20)) + a) | 0
    c = (c + ((d & a) | (~d & b)) + blocks.getInt32(at + 8, true) + 606105819) | 0
    c = (((c << 17) | (c >>> 15)) + d) | 0
    b = (b + ((c & d) | (~c & a)) + blocks.getInt32(at + 12, true) - 1044525330) | 0
    b = (((b << 22) | (b >>> 10)) + c) | 0
    a = (a + ((b & c) | (~b & d)) + blocks.getInt32(at + 16, true) - 176418897) | 0
    a = (((a << 7) | (a >>> 25)) + b) | 0
    d = (d + ((a & b) | (~a & c)) + blocks.getInt32(at + 20, true) + 1200080426) | 0
    d = (((d << 12) | (d >>> 20)) + a) | 0
    c = (c + ((d & a) | (~d & b)) + blocks.getInt32(at + 24, true) - 1473231341) | 0
    c = (((c << 17) | (c >>> 15)) + d) | 0
    b = (b + ((c & d) | (~c & a)) + blocks.getInt32(at + 28, true) - 45705983) | 0
    b = (((b << 22) | (b >>> 10)) + c) | 0
    a = (a + ((b & c) | (~b & d)) + blocks.getInt32(at + 32, true) + 1770035416) | 0
    a = (((a << 7) | (a >>> 25)) + b) | 0
    d = (d + ((a & b) | (~a & c)) + blocks.getInt32(at + 36, true) - 1958414417) | 0
    d = (((d << 12) | (d >>> 20)) + a) | 0
    c = (c + ((d & a) | (~d & b)) + blocks.getInt32(at + 40, true) - 42063) | 0
    c = (((c << 17) | (c >>> 15)) + d) | 0
    b = (b + ((c & d) | (~c & a)) + blocks.getInt32(at + 44, true) - 1990404162) | 0
    b = (((b << 22) | (b >>> 10)) + c) | 0
    a = (a + ((b & c) | (~b & d)) + blocks.getInt32(at + 48, true) + 1804603682) | 0
    a = (((a << 7) | (a >>> 25)) + b) | 0
    d = (d + ((a & b) | (~a & c)) + blocks.getInt32(at + 52, true) - 40341101) | 0
    d = (((d << 12) | (d >>> 20)) + a) | 0
    c = (c + ((d & a) | (~d & b)) + blocks.getInt32(at + 56, true) - 1502002290) | 0
    c = (((c << 17) | (c >>> 15)) + d) | 0
    b = (b + ((c & d) | (~c & a)) + blocks.getInt32(at + 60, true) + 1236535329) | 0
    b = (((b << 22) | (b >>> 10)) + c) | 0
    a = (a + ((b & d) | (c & ~d)) + blocks.getInt32(at + 4, true) - 165796510) | 0
    a = (((a << 5) | (a >>> 27)) + b) | 0
    d = (d + ((a & c) | (b & ~c)) + blocks.getInt32(at + 24, true) - 1069501632) | 0
    d = (((d << 9) | (d >>> 23)) + a) | 0
    c = (c + ((d & b) | (a & ~b)) + blocks.getInt32(at + 44, true) + 643717713) | 0
    c = (((c << 14) | (c >>> 18)) + d) | 0
    b = (b + ((c & a) | (d & ~a)) + blocks.getInt32(at, true) - 373897302) | 0
    b = (((b << 20) | (b >>> 12)) + c) | 0
    a = (a + ((b & d) | (c & ~d)) + blocks.getInt32(at + 20, true) - 701558691) | 0
    a = (((a << 5) | (a >>> 27)) + b) | 0
    d = (d + ((a & c) | (b & ~c)) + blocks.getInt32(at + 40, true) + 38016083) | 0
    d = (((d << 9) | (d >>> 23)) + a) | 0
    c = (c + ((d & b) | (a & ~b)) + blocks.getInt32(at + 60, true) - 660478335) | 0
    c = (((c << 14) | (c >>> 18)) + d) | 0
    b = (b + ((c & a) | (d & ~a)) + blocks.getInt32(at + 16, true) - 405537848) | 0
    b = (((b << 20) | (b >>> 12)) + c) | 0
    a = (a + ((b & d) | (c & ~d)) + blocks.getInt32(at + 36, true) + 568446438) | 0
    a = (((a << 5) | (a >>> 27)) + b) | 0
    d = (d + ((a & c) | (b & ~c)) + blocks.getInt32(at + 56, true) - 1019803690) | 0
    d = (((d << 9) | (d >>> 23)) + a) | 0
    c = (c + ((d & b) | (a & ~b)) + blocks.getInt32(at + 12, true) - 187363961) | 0
    c = (((c << 14) | (c >>> 18)) + d) | 0
    b = (b + ((c & a) | (d & ~a)) + blocks.getInt32(at + 32, true) + 1163531501) | 0
    b = (((b << 20) | (b >>> 12)) + c) | 0
    a = (a + ((b & d) | (c & ~d)) + blocks.getInt32(at + 52, true) - 1444681467) | 0
    a = (((a << 5) | (a >>> 27)) + b) | 0
    d = (d + ((a & c) | (b & ~c)) + blocks.getInt32(at + 8, true) - 51403784) | 0
    d = (((d << 9) | (d >>> 23)) + a) | 0
    c = (c + ((d & b) | (a & ~b)) + blocks.getInt32(at + 28, true) + 1735328473) | 0
    c = (((c << 14) | (c >>> 18)) + d) | 0
    b = (b + ((c & a) | (d & ~a)) + blocks.getInt32(at + 48, true) - 1926607734) | 0
    b = (((b << 20) | (b >>> 12)) + c) | 0
    a = (a + (b ^ c ^ d) + blocks.getInt32(at + 20, true) - 378558) | 0
    a = (((a << 4) | (a >>> 28)) + b) | 0
    d = (d + (a ^ b ^ c) + blocks.getInt32(at + 32, true) - 2022574463) | 0
    d = (((d << 11) | (d >>> 21)) + a) | 0
    c = (c + (d ^ a ^ b) + blocks.getInt32(at + 44, true) + 1839030562) | 0
    c = (((c << 16) | (c >>> 16)) + d) | 0
    b = (b + (c ^ d ^ a) + blocks.getInt32(at + 56, true) - 35309556) | 0
    b = (((b << 23) | (b >>> 9)) + c) | 0
    a = (a + (b ^ c ^ d) + blocks.getInt32(at + 4, true) - 1530992060) | 0
    a = (((a << 4) | (a >>> 28)) + b) | 0
    d = (d + (a ^ b ^ c) + blocks.getInt32(at + 16, true) + 1272893353) | 0
    d = (((d << 11) | (d >>> 21)) + a) | 0
    c = (c + (d ^ a ^ b) + blocks.getInt32(at + 28, true) - 155497632) | 0
    c = (((c << 16) | (c >>> 16)) + d) | 0
    b = (b + (c ^ d ^ a) + blocks.getInt32(at + 40, true) - 1094730640) | 0
    b = (((b << 23) | (b >>> 9)) + c) | 0
    a = (a + (b ^ c ^ d) + blocks.getInt32(at + 52, true) + 681279174) | 0
    a = (((a << 4) | (a >>> 28)) + b) | 0
    d = (d + (a ^ b ^ c) + blocks.getInt32(at, true) - 358537222) | 0
    d = (((d << 11) | (d >>> 21)) + a) | 0
    c = (c + (d ^ a ^ b) + blocks.getInt32(at + 12, true) - 722521979) | 0
    c = (((c << 16) | (c >>> 16)) + d) | 0
    b = (b + (c ^ d ^ a) + blocks.getInt32(at + 24, true) + 76029189) | 0
    b = (((b << 23) | (b >>> 9)) + c) | 0
    a = (a + (b ^ c ^ d) + blocks.getInt32(at + 36, true) - 640364487) | 0
    a = (((a << 4) | (a >>> 28)) + b) | 0
    d = (d + (a ^ b ^ c) + blocks.getInt32(at + 48, true) - 421815835) | 0
    d = (((d << 11) | (d >>> 21)) + a) | 0
    c = (c + (d ^ a ^ b) + blocks.getInt32(at + 60, true) + 530742520) | 0
    c = (((c << 16) | (c >>> 16)) + d) | 0
    b = (b + (c ^ d ^ a) + blocks.getInt32(at + 8, true) - 995338651) | 0
    b = (((b << 23) | (b >>> 9)) + c) | 0
    a = (a + (c ^ (b | ~d)) + blocks.getInt32(at, true) - 198630844) | 0
    a = (((a << 6) | (a >>> 26)) + b) | 0
    d = (d + (b ^ (a | ~c)) + blocks.getInt32(at + 28, true) + 1126891415) | 0
    d = (((d << 10) | (d >>> 22)) + a) | 0
    c = (c + (a ^ (d | ~b)) + blocks.getInt32(at + 56, true) - 1416354905) | 0
    c = (((c << 15) | (c >>> 17)) + d) | 0
    b = (b + (d ^ (c | ~a)) + blocks.getInt32(at + 20, true) - 57434055) | 0
    b = (((b << 21) | (b >>> 11)) + c) | 0
    a = (a + (c ^ (b | ~d)) + blocks.getInt32(at + 48, true) + 1700485571) | 0
    a = (((a << 6) | (a >>> 26)) + b) | 0
    d = (d + (b ^ (a | ~c)) + blocks.getInt32(at + 12, true) - 1894986606) | 0
    d = (((d << 10) | (d >>> 22)) + a) | 0
    c = (c + (a ^ (d | ~b)) + blocks.getInt32(at + 40, true) - 1051523) | 0
    c = (((c << 15) | (c >>> 17)) + d) | 0
    b = (b + (d ^ (c | ~a)) + blocks.getInt32(at + 4, true) - 2054922799) | 0
    b = (((b << 21) | (b >>> 11)) + c) | 0
    a = (a + (c ^ (b | ~d)) + blocks.getInt32(at + 32, true) + 1873313359) | 0
    a = (((a << 6) | (a >>> 26)) + b) | 0
    d = (d + (b ^ (a | ~c)) + blocks.getInt32(at + 60, true) - 30611744) | 0
    d = (((d << 10) | (d >>> 22)) + a) | 0
    c = (c + (a ^ (d | ~b)) + blocks.getInt32(at + 24, true) - 1560198380) | 0
    c = (((c << 15) | (c >>> 17)) + d) | 0
    b = (b + (d ^ (c | ~a)) + blocks.getInt32(at + 52, true) + 1309151649) | 0
    b = (((b << 21) | (b >>> 11)) + c) | 0
    a = (a + (c ^ (b | ~d)) + blocks.getInt32(at + 16, true) - 145523070) | 0
    a = (((a << 6) | (a >>> 26)) + b) | 0
    d = (d + (b ^ (a | ~c)) + blocks.getInt32(at + 44, true) - 1120210379) | 0
    d = (((d << 10) | (d >>> 22)) + a) | 0
    c = (c + (a ^ (d | ~b)) + blocks.getInt32(at + 8, true) + 718787259) | 0
    c = (((c << 15) | (c >>> 17)) + d) | 0
    b = (b + (d ^ (c | ~a)) + blocks.getInt32(at + 36, true) - 343485551) | 0
    b = (((b << 21) | (b >>> 11)) + c) | 0
    stateA = (stateA + a) | 0
    stateB = (stateB + b) | 0
    stateC = (stateC + c) | 0
    stateD = (stateD + d) | 0
  }
  state.set([stateA, stateB, stateC, stateD])
}
