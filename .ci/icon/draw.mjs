// Draws the icon of the packages, docs/images/icon.png: a chip, its six neighbours and the links between them. Needs Node.js alone.
import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const size = 128;
const samples = 4;
const background = [22, 50, 79];
const link = [120, 170, 210];
const neighbour = [240, 246, 250];
const chip = [255, 176, 59];

const centre = [64, 64];
const places = Array.from({ length: 6 }, (_, side) => [64 + 40 * Math.cos(side * Math.PI / 3), 64 + 40 * Math.sin(side * Math.PI / 3)]);
const links = places.flatMap((place, side) => [[centre, place], [place, places[(side + 1) % 6]]]);

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

function distanceToLine(point, [from, to]) {
    const length = distance(from, to);
    const along = ((point[0] - from[0]) * (to[0] - from[0]) + (point[1] - from[1]) * (to[1] - from[1])) / (length * length);
    const share = Math.min(1, Math.max(0, along));
    return distance(point, [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]);
}

// A square with round corners, as icons have.
const isInside = ([x, y]) => Math.hypot(Math.max(0, Math.abs(x - 64) - 44), Math.max(0, Math.abs(y - 64) - 44)) <= 20;

function colourOf(point) {
    if (!isInside(point)) return null;
    if (distance(point, centre) < 14) return chip;
    if (places.some(place => distance(point, place) < 9)) return neighbour;
    return links.some(line => distanceToLine(point, line) < 2.2) ? link : background;
}

function pixel(x, y) {
    const sum = [0, 0, 0];
    let covered = 0;
    for (let part = 0; part < samples * samples; part++) {
        const colour = colourOf([x + (part % samples + 0.5) / samples, y + (Math.floor(part / samples) + 0.5) / samples]);
        if (colour) {
            covered++;
            colour.forEach((value, channel) => { sum[channel] += value; });
        }
    }

    return [...sum.map(value => covered ? Math.round(value / covered) : 0), Math.round(255 * covered / (samples * samples))];
}

function crc32(bytes) {
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xEDB88320 : crc >>> 1;
    }

    return ~crc >>> 0;
}

function chunk(type, data) {
    const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6], 8); // eight bits a channel, with transparency

const rows = Buffer.concat(Array.from({ length: size }, (_, y) => Buffer.from([0, ...Array.from({ length: size }, (_, x) => pixel(x, y)).flat()])));
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
writeFileSync(new URL('../../docs/images/icon.png', import.meta.url), png);
