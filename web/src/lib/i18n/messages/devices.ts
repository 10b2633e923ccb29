import type { Messages } from '../messages.ts'

const ja = {
	title: 'カメラと音の確認',
	lead: '映像と音が使えるかを、いま確かめておきます。',
	camera: 'カメラ',
	microphone: 'マイク',
	speaker: 'スピーカー',
	preview: 'あなたの映像',
	state: {
		opening: '準備しています',
		cameraWorks: 'よく映っています',
		cameraOff: 'カメラは切ってあります',
		microphoneHeard: 'あなたの声は届いています',
		microphoneSilent: '何か話してみてください。緑の線が動きます',
		microphoneOff: 'マイクは切ってあります',
	},
	level: '声の大きさ',
	turnCameraOn: 'カメラを入れる',
	turnMicrophoneOn: 'マイクを入れる',
	permission: '「カメラとマイクの使用を許可しますか」と出たら、「許可」を押してください。',
	sound: {
		play: '音を鳴らす',
		playing: '鳴っています',
		question: '音は聞こえましたか',
		yes: '聞こえた',
		no: '聞こえない',
		heard: '音は聞こえています',
		help: '音量を上げて、イヤホンやマナーモードを確かめてから、もう一度鳴らしてください。',
	},
	choose: '使う機器を選ぶ',
	unnamed: (n: number) => `機器 ${n}`,
	proceed: '待合室に進む',
	proceedAnyway: 'このまま進む',
	proceedAnywayHint: '直らなくても待合室に入れます。困ったときは電話でご相談ください。',
	proceedHost: '通話の画面に進む',
	tryAgain: 'もう一度ためす',
	problem: {
		camera: {
			denied: 'カメラが使えません。許可されていません',
			denied_by_system: 'カメラが使えません。端末の設定で止められています',
			missing: 'カメラが見つかりません',
			in_use: 'カメラが始まりません。ほかのアプリが使っているかもしれません',
			stopped: 'カメラが止まりました',
			insecure: 'このアドレスではカメラを使えません',
			unsupported: 'このブラウザではカメラを使えません',
		},
		microphone: {
			denied: 'マイクが使えません。許可されていません',
			denied_by_system: 'マイクが使えません。端末の設定で止められています',
			missing: 'マイクが見つかりません',
			in_use: 'マイクが始まりません。ほかのアプリが使っているかもしれません',
			stopped: 'マイクが止まりました',
			insecure: 'このアドレスではマイクを使えません',
			unsupported: 'このブラウザではマイクを使えません',
		},
		both: {
			denied: 'カメラとマイクが使えません。許可されていません',
			denied_by_system: 'カメラとマイクが使えません。端末の設定で止められています',
			missing: 'カメラとマイクが見つかりません',
			in_use: 'カメラとマイクが始まりません。ほかのアプリが使っているかもしれません',
			stopped: 'カメラとマイクが止まりました',
			insecure: 'このアドレスではカメラとマイクを使えません',
			unsupported: 'このブラウザではカメラとマイクを使えません',
		},
	},
	/** Two steps each; permission lies elsewhere in every browser. */
	permit: {
		ios_safari: {
			first: 'アドレスの左にある「ぁあ」か、四角いしるしを押し、「Webサイトの設定」を開きます。',
			second: '「カメラ」と「マイク」を「許可」にします。',
		},
		ios_chrome: {
			first: 'iPhone の「設定」を開き、下のほうの「Chrome」を押します。',
			second: '「カメラ」と「マイク」を入れて、この画面に戻ります。',
		},
		android_chrome: {
			first: 'アドレスの左にあるしるしを押し、「権限」を開きます。',
			second: '「カメラ」と「マイク」を許可します。',
		},
		samsung: {
			first: 'アドレスの左にある鍵のしるしを押し、「権限」を開きます。',
			second: '「カメラ」と「マイク」を許可します。',
		},
		mac_safari: {
			first: '上のメニューの「Safari」から「このWebサイトでの設定」を開きます。',
			second: '「カメラ」と「マイク」を「許可」にします。',
		},
		firefox: {
			first: 'アドレスの左にあるカメラかマイクのしるしを押します。',
			second: '「ブロック」の横の × を押して、下の「もう一度ためす」を押します。',
		},
		chromium: {
			first: 'アドレスの左にあるしるしを押します。',
			second: '「カメラ」と「マイク」を「許可」にします。',
		},
		inside_app: {
			first: '画面の端にある「…」か、共有のしるしを押します。',
			second: '「ブラウザで開く」を選びます。',
		},
	},
	steps: {
		denied_by_system: {
			first: '端末の「設定」を開き、「プライバシー」の「カメラ」と「マイク」を開きます。',
			second: 'お使いのブラウザに許可して、この画面に戻ります。',
		},
		missing: {
			first: 'カメラやマイクがつながっているか、確かめます。',
			second: 'つなぎなおすと、自動で始まります。',
		},
		in_use: {
			first: 'ほかのビデオ通話やカメラのアプリを閉じます。',
			second: '下の「もう一度ためす」を押します。',
		},
		stopped: {
			first: '電話に出ているときは切り、コードが抜けていれば差しなおします。',
			second: '下の「もう一度ためす」を押します。',
		},
		insecure: {
			first: '医療機関から届いたリンクを、もう一度開きます。',
			second: '同じ表示が出るときは、医療機関にお電話ください。',
		},
		unsupported: {
			first: 'ブラウザを新しくするか、Safari か Chrome で開きます。',
			second: '医療機関から届いたリンクを、そこに入れます。',
		},
	},
	speakerDefault: '端末にまかせる',
}

const en: Messages<typeof ja> = {
	title: 'Camera and sound check',
	lead: 'Let us see now whether your picture and sound work.',
	camera: 'Camera',
	microphone: 'Microphone',
	speaker: 'Speaker',
	preview: 'Your picture',
	state: {
		opening: 'Getting ready',
		cameraWorks: 'We can see you',
		cameraOff: 'Your camera is off',
		microphoneHeard: 'We can hear you',
		microphoneSilent: 'Say something. The green line moves when you speak',
		microphoneOff: 'Your microphone is off',
	},
	level: 'How loud you are',
	turnCameraOn: 'Turn the camera on',
	turnMicrophoneOn: 'Turn the microphone on',
	permission: 'When the browser asks to use your camera and microphone, press “Allow”.',
	sound: {
		play: 'Play a sound',
		playing: 'Playing',
		question: 'Did you hear it?',
		yes: 'I heard it',
		no: 'I heard nothing',
		heard: 'You can hear us',
		help: 'Turn the volume up, check earphones and silent mode, and play it again.',
	},
	choose: 'Choose devices',
	unnamed: (n) => `Device ${n}`,
	proceed: 'Go to the waiting room',
	proceedAnyway: 'Go on as it is',
	proceedAnywayHint: 'You can wait even if this does not work. If you are stuck, please telephone.',
	proceedHost: 'Go to the call',
	tryAgain: 'Try again',
	problem: {
		camera: {
			denied: 'The camera cannot be used: it was not allowed',
			denied_by_system: 'The camera cannot be used: this device’s settings forbid it',
			missing: 'No camera was found',
			in_use: 'The camera does not start. Another app may be using it',
			stopped: 'The camera stopped',
			insecure: 'The camera cannot be used at this address',
			unsupported: 'This browser cannot use a camera',
		},
		microphone: {
			denied: 'The microphone cannot be used: it was not allowed',
			denied_by_system: 'The microphone cannot be used: this device’s settings forbid it',
			missing: 'No microphone was found',
			in_use: 'The microphone does not start. Another app may be using it',
			stopped: 'The microphone stopped',
			insecure: 'The microphone cannot be used at this address',
			unsupported: 'This browser cannot use a microphone',
		},
		both: {
			denied: 'Camera and microphone cannot be used: they were not allowed',
			denied_by_system: 'Camera and microphone cannot be used: this device’s settings forbid them',
			missing: 'Neither camera nor microphone was found',
			in_use: 'Camera and microphone do not start. Another app may be using them',
			stopped: 'Camera and microphone stopped',
			insecure: 'Camera and microphone cannot be used at this address',
			unsupported: 'This browser cannot use camera and microphone',
		},
	},
	permit: {
		ios_safari: {
			first: 'Press “AA” or the square sign left of the address, and open “Website Settings”.',
			second: 'Set “Camera” and “Microphone” to “Allow”.',
		},
		ios_chrome: {
			first: 'Open the iPhone’s “Settings”, scroll down and press “Chrome”.',
			second: 'Turn “Camera” and “Microphone” on, and come back here.',
		},
		android_chrome: {
			first: 'Press the sign left of the address, and open “Permissions”.',
			second: 'Allow “Camera” and “Microphone”.',
		},
		samsung: {
			first: 'Press the lock left of the address, and open “Permissions”.',
			second: 'Allow “Camera” and “Microphone”.',
		},
		mac_safari: {
			first: 'In the menu on top, open “Safari”, then “Settings for This Website”.',
			second: 'Set “Camera” and “Microphone” to “Allow”.',
		},
		firefox: {
			first: 'Press the camera or microphone sign left of the address.',
			second: 'Press the × beside “Blocked”, then “Try again” below.',
		},
		chromium: {
			first: 'Press the sign left of the address.',
			second: 'Set “Camera” and “Microphone” to “Allow”.',
		},
		inside_app: {
			first: 'Press “…” or the share sign at the edge of the screen.',
			second: 'Choose “Open in browser”.',
		},
	},
	steps: {
		denied_by_system: {
			first: 'Open this device’s “Settings”, then “Privacy”, “Camera” and “Microphone”.',
			second: 'Allow your browser there, and come back here.',
		},
		missing: {
			first: 'Check that a camera and a microphone are connected.',
			second: 'Once connected, they start by themselves.',
		},
		in_use: {
			first: 'Close other video calls and camera apps.',
			second: 'Press “Try again” below.',
		},
		stopped: {
			first: 'End a telephone call if there is one, and plug a loose cable in again.',
			second: 'Press “Try again” below.',
		},
		insecure: {
			first: 'Open the link that you were sent once more.',
			second: 'If you see this again, please telephone.',
		},
		unsupported: {
			first: 'Update your browser, or use Safari or Chrome.',
			second: 'Open the link that you were sent there.',
		},
	},
	speakerDefault: 'As the device decides',
}

export const devices = { ja, en }
