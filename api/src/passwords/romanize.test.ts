import { expect, test } from 'vitest'
import { romajiSpellings, romanize } from './romanize.ts'

test.each([
	['やまだたろう', 'yamadatarou'],
	['しんじゅく', 'shinjuku'],
	['きょうこ', 'kyouko'],
	['はっとり', 'hattori'],
	['いっちょう', 'itchou'],
	['にっしん', 'nisshin'],
	['ちょうふ', 'choufu'],
	['つづき', 'tsuzuki'],
	['えみりー', 'emirii'],
	['ふぁみりー', 'famirii'],
	['じゅんいちろう', 'junichirou'],
	['かーたー', 'kaataa'],
	['abc 12 髙橋', 'abc 12 髙橋'],
])('%s is read %s', (kana, romaji) => {
	expect(romanize(kana)).toBe(romaji)
})

test.each([
	['たろう', ['tarou', 'taro', 'taroh']],
	['しんぺい', ['shinpei', 'shimpei', 'sinpei', 'simpei']],
	['おおの', ['oono', 'ono', 'ohno']],
	['じゅん', ['jun', 'zyun', 'jyun']],
	['ゆうこ', ['yuuko', 'yuko']],
])('%s is also written %j', (kana, spellings) => {
	expect(romajiSpellings(kana)).toEqual(expect.arrayContaining(spellings))
})
