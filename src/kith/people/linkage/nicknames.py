"""Short forms and spellings of given names, as plain data. Add a line here and raise `clean.CLEANER_VERSION`.

`_SHORT`: full name: its short forms. Two names agree as short forms when they may stand for one full name.
`_SPELLED`: spellings of one name. Two names of *different* groups are different names, however alike they look:
Mohammed is not Mahmud, Hassan is not Hussain, Amir is not Omar. Spellings in the Somali alphabet of 1972, where c is
ayn and x a strong h, stand with the Arabic names they write; `names.somali` reads the others.
"""

from __future__ import annotations

_SHORT = """
abigail: abi abby abbie gail
adam: ad
adebayo: bayo ade
agnieszka: aga
aisha: aish
albert: al bert bertie alb
aleksander: olek alek sasha
aleksandra: ola alex sasha
alexander: alex al sandy xander lex alec sasha zander
alexandra: alex sandra sandy lexi lexie sasha alexa
alfred: alf alfie fred freddie
alice: ali
alison: ali
amanda: mandy manda
amelia: millie milly mia amy
andrew: andy drew
andrzej: andy jedrek
angela: angie ange
anna: annie ania ana
anne: annie nan
anthony: tony ant
antonio: toni tony
arabella: bella
archibald: archie
archie: arch
arthur: art artie
barbara: babs barb basia
bartosz: bartek
benedict: ben
benjamin: ben benji benny
bernard: bernie
bethany: beth
bradley: brad
caroline: carol carrie caz
cassandra: cass cassie
catherine: cath cathy kate katie kit cat kitty
charles: charlie chas chuck
charlotte: charlie lottie char lotte
chidimma: chidi
chloe: clo
christina: chris tina chrissie christy
christine: chris chrissie tina
christopher: chris topher kit
clementine: clemmie
daniel: dan danny
danielle: dani danni ellie
david: dave davey davy dai
deborah: debbie deb debs
dominic: dom nic
dorothy: dot dottie dolly
ebenezer: eben
edmund: ed eddie ted
edward: ed eddie ted teddy ned
eleanor: ellie nell nellie nora elly ella
elizabeth: liz beth lizzie eliza betty betsy libby bess elsie lisa lilibet liza
emily: em emmie millie
emmanuel: manny emma
esther: essie
evelyn: evie eve
ezekiel: zeke
florence: flo florrie flossie
frances: fran frankie
francis: frank frankie
francesca: fran frankie chess cesca
frederick: fred freddie freddy
gabriel: gabe
gabriella: gabby ella bella
gareth: gaz
geoffrey: geoff jeff
george: georgie
georgina: georgie gina
gerald: gerry
grzegorz: greg
gregory: greg
gurpreet: preet
gwendolen: gwen
hannah: han
harold: harry hal
harriet: hattie harri
henry: harry hal hank
imogen: immy
isabella: bella izzy isa ella bel izzie
isabelle: izzy belle bella
isaac: zac ike
isobel: izzy
jacob: jake
jacqueline: jackie jacqui
jakub: kuba
james: jim jimmy jamie jem
jan: janek
janet: jan
jasmine: jas jaz
jennifer: jen jenny jenni
jeremy: jez jerry
jessica: jess jessie
joanna: jo joanne asia
joanne: jo
john: jack johnny jon jonny
jonathan: jon jonny jonty
joseph: joe joey
josephine: jo josie
joshua: josh
judith: judy jude
julia: jules
katarzyna: kasia
katherine: kate katie kath kathy kat kit kitty kathryn
kathleen: kath kathy
kayleigh: kay
kenneth: ken kenny
kimberley: kim
krzysztof: krzys chris
lawrence: larry laurie loz
leanne: lee
leonard: len lenny leo
leonardo: leo
lewis: lew
lillian: lily lil
lily: lil
louis: lou louie
louise: lou
lucas: luke
lukasz: lukas
lucinda: lucy cindy
lucy: lu luce
maciej: maciek
madeleine: maddie maddy
madison: maddie maddy
magdalena: magda
malgorzata: gosia margaret
manpreet: preet
margaret: maggie meg peggy peg marge margie megan greta daisy
maria: marysia mary
martin: marty
mary: molly polly may
matilda: tilly tillie mattie
matthew: matt matty
maximilian: max
maxwell: max
mateusz: mati mateo
megan: meg
melanie: mel
melissa: mel lissa
michael: mike mick micky mikey mitch
michal: misiek
mikolaj: nicholas
mohammed: mo md
muhsin: mo
natalie: nat
natasha: tash nat
nathan: nate nath
nathaniel: nat nate nathan
nicholas: nick nicky nico
nicola: nicky nic nikki
nicole: nicky nikki
oliver: olly ollie
olivia: liv livvy olly
oluwaseun: seun
oluwatobi: tobi
patricia: pat patsy tricia trish
patrick: pat paddy ricky
paula: polly
pawel: paul
penelope: penny
peter: pete
philip: phil pip
philippa: pippa pip
phoebe: phebs
piotr: peter
rachel: rach
rafal: rafa
raymond: ray
rebecca: becky bex becca beck
reginald: reg reggie
richard: rick ricky dick rich richie
robert: rob bob bobby robbie bert robin
roberta: bobbie
ronald: ron ronnie
rosemary: rose rosie
rosie: rose
ruby: rubes
rupert: rupe
samantha: sam sammy
samuel: sam sammy
sarah: sally sadie
scarlett: scar
sebastian: seb bas
simon: si
sophia: sophie soph
stanley: stan
stephanie: steph
stephen: steve stevie ste
stefania: stefa
susan: sue susie suzie suzy
suzanne: sue suzie
tabitha: tabby
tamara: tammy
temitope: temi
teresa: tess terry tessa
theodore: theo ted teddy
theresa: tess terry
thomas: tom tommy
timothy: tim timmy
toby: tobes
tobias: toby
tomasz: tomek tom
valerie: val
vanessa: nessa
veronica: ronnie vera
victor: vic
victoria: vicky tori vicki vikki
vincent: vince vinny
vivienne: viv
volodymyr: vova
walter: wally walt
wilfred: wilf
william: bill will billy liam willie wills
winifred: winnie
wojciech: wojtek
yevhen: zhenya
yusuf: yus
zachary: zac zach zack zak
zachariah: zac zak
zuzanna: zuzia
"""

_SPELLED = """
mohammed muhammad mohammad mohamed muhammed mohamad mohamud muhamed muhamad muhammet mohd muhd
mohammed maxamed mhmd mahomed mehmet mohmmad mohommed muhammmad mohammod
mahmud mahmood mehmood mahmoud mehmud mahmut mhmwd mahmod maxamuud maxmuud
ahmed ahmad ahmet ahmd achmed ahmmed axmed
hamid hameed hamed hmyd
hamad hmd
hassan hasan hasen hsn hassen hasaan xasan
hussain hussein husain hossain hossein husayn hussayn hussien hsyn hussen huseyin hosein hoseyn xuseen xuseyn
ali aly aali cali
amir ameer aamir amyr emir
omar umar umer omer amr ummar cumar
amira ameera amirah ameerah amyrah
amara ammara
yusuf yousef yousuf youssef yusef yusif yousif ywsf yusouf yosef youssouf iusuf yuusuf
yunus younis younus yunis
ibrahim ebrahim ibraheem abrahim abrhym ibrahem
ismail ismael ismaeel esmail
khalid khaled khalyd khaleed
khadija khadijah khadeeja khadeejah hadija khadiijo
fatima fatimah fatema faatimah fatma fatimaa
fatiha fatihah
aisha ayesha aysha aishah ayisha aayesha aaisha aaysha caasha
maryam mariam mariyam meryem mryam mariyah
maria mariya
zainab zaynab zeinab zeynep zaineb saynab seynab
zahra zehra zahraa zuhra
sara sarah saarah
safiya safiyah safia safiyya
sofia sophia sofiya zofia
sophie sofie
hana hanna hannah hanaa
noor nur noora nour
abdrahman abdrehman abdirahman
abdlah abdllah abdulla abdlahi
rahman rehman rahmaan
bilal belal
hamza hamzah hamzeh
haroon harun haaroon
idris idrees edris
imran emran
zakariya zakaria zakariyya zachariya
mustafa mostafa moustafa mustapha mustafah mustaf mustafe
musa mousa moosa moussa muuse muse
isa eesa essa issa ciise
isaac isaak izaac izaak isac
said saeed saed syed sayed sayyid siciid
tariq tarik tareq tarek
usman uthman osman othman usmaan cismaan cusman
catherine katherine kathryn katharine cathryn kathrine catharine
karen karin caren
sean shaun shawn shane
steven stephen stefan stephan
geoffrey jeffrey
jon john
louis lewis luis
lily lilly lilley lillie
ellie elly
eliza aliza
alisha aleesha elisha alesha
alicia alysia alycia alisia
alice alys
amy aimee ami
niamh neve neave
aoife efa
caitlin kaitlyn kaitlin katelyn caitlyn katelin
kayleigh kayley kaylee kayley kaylie
hayley hailey hayleigh haylie
keira kiera kira ciara
isla ayla
isabelle isabel isobel isabell
rebecca rebekah
zoe zoey zoë
jasmine yasmin jasmin yasmine yasmeen
jamie jaime jamey
aidan aiden ayden
jayden jaden jaiden jaydon
rhys reece reese rees
connor conor conner
callum calum
alistair alastair alasdair alister
graham graeme grahame
ian iain
neil neal niall
phillip philip filip
eric erik
frederick frederic fredrick
mark marc
matthew mathew matteo
nicholas nicolas nickolas
zachary zackary zachery
toby tobi
teddy teddie
theo teo
oleksandr alexander aleksander aleksandr alexandr oleksander
oleksandra alexandra aleksandra
andriy andrei andrij andrey
serhiy sergei sergey serhii
dmytro dmitri dmitry dimitri
mykola nikolai nikolay
volodymyr vladimir wladimir
yuliia julia yulia yuliya
kateryna ekaterina katerina
olha olga
iryna irina
natalia natalya nataliya
viktoriia victoria viktoria viktoriya
tetiana tatiana tatyana
krzysztof christopher kristofer
gurpreet gurprit gurpriet
harpreet harprit
jaswinder jasvinder
sukhvinder sukhwinder
priya pria
chaudhry choudhury chowdhury chaudhary choudhary chaudry chaudhri
bibi bebe
begum begam begom
sheikh shaikh shaykh sheik
qureshi quraishi qurashi kureshi
mirza meerza
iqbal ekbal
akhtar akter aktar
islam eslam
uddin udin
miah mia miya mian
"""


def _shorts() -> dict[str, tuple[str, ...]]:
    """Each short form with its full names in all their spellings: mo -> mohammed, muhammad, mohamed ..."""
    spelled: dict[str, list[str]] = {}
    for name, group in SPELLINGS.items():
        spelled.setdefault(group, []).append(name)
    found: dict[str, dict[str, None]] = {}
    for line in _SHORT.strip().splitlines():
        full, shorts = line.split(":")
        for short in shorts.split():
            fulls = (full, *spelled.get(SPELLINGS.get(full, ""), ()))
            found.setdefault(short, {}).update(dict.fromkeys(name for name in fulls if name != short))
    return {short: tuple(fulls) for short, fulls in found.items()}


def _groups() -> dict[str, str]:
    lines = (line.split() for line in _SPELLED.strip().splitlines())
    return {spelling: words[0] for words in lines for spelling in words}


SPELLINGS: dict[str, str] = _groups()
FULL_NAMES: dict[str, tuple[str, ...]] = _shorts()
