"""Some ways to make small talk, our own, by Dialogflow's names for it."""

LANGUAGES = ("en", "es", "pt")
# A line an action: its name, then English, Spanish and Portuguese, phrases parted by `|`.
TABLE = """
agent.acquaintance; who are you|tell me about yourself; quién eres|háblame de ti; quem é você|fale sobre você
agent.age; how old are you|what is your age; cuántos años tienes|qué edad tienes; quantos anos você tem|qual é a sua idade
agent.annoying; you are annoying|you are so irritating; eres pesado|qué molesto eres; você é chato|como você é irritante
agent.answer_my_question; answer my question|please answer what I asked; responde mi pregunta|contesta lo que pregunté; responda minha pergunta|responda o que perguntei
agent.bad; you are bad|you are terrible at this; eres malo|lo haces fatal; você é ruim|você faz isso muito mal
agent.be_clever; try to be smarter|can you get any smarter; sé más listo|intenta ser más inteligente; seja mais esperto|tente ser mais inteligente
agent.beautiful; you are beautiful|you look great; eres hermosa|qué guapo eres; você é linda|como você é bonito
agent.birth_date; when is your birthday|when were you born; cuándo es tu cumpleaños|cuándo naciste; quando é seu aniversário|quando você nasceu
agent.boring; you are boring|how dull you are; eres aburrido|me aburres; você é entediante|você me dá tédio
agent.boss; who is your boss|who made you; quién es tu jefe|quién te creó; quem é o seu chefe|quem criou você
agent.busy; are you busy|do you have a lot to do; estás ocupado|tienes mucho trabajo; você está ocupado|você tem muito trabalho
agent.can_you_help; can you help me|I need your help; puedes ayudarme|necesito tu ayuda; pode me ajudar|preciso da sua ajuda
agent.chatbot; are you a bot|are you a robot; eres un bot|eres un robot; você é um bot|você é um robô
agent.clever; you are clever|how smart you are; eres listo|qué inteligente eres; você é esperto|como você é inteligente
agent.crazy; you are crazy|are you out of your mind; estás loco|has perdido la cabeza; você é louco|você perdeu o juízo
agent.fire; you are fired|I will have you dismissed; estás despedido|te voy a despedir; você está demitido|vou demitir você
agent.funny; you are funny|you make me laugh; eres gracioso|me haces reír; você é engraçado|você me faz rir
agent.good; you are good|you do this very well; eres bueno|lo haces muy bien; você é bom|você faz isso muito bem
agent.happy; are you happy|do you feel happy; eres feliz|estás contento; você é feliz|você está contente
agent.hobby; what are your hobbies|what do you do for fun; cuáles son tus aficiones|qué haces para divertirte; quais são seus hobbies|o que você faz para se divertir
agent.hungry; are you hungry|do you want something to eat; tienes hambre|quieres comer algo; você está com fome|quer comer alguma coisa
agent.marry_user; will you marry me|let us get married; quieres casarte conmigo|cásate conmigo; quer casar comigo|case comigo
agent.my_friend; are you my friend|can we be friends; eres mi amigo|podemos ser amigos; você é meu amigo|podemos ser amigos
agent.occupation; where do you work|what is your job; dónde trabajas|en qué trabajas; onde você trabalha|qual é o seu trabalho
agent.origin; where are you from|where do you come from; de dónde eres|de dónde vienes; de onde você é|de onde você vem
agent.ready; are you ready|can we begin; estás listo|podemos empezar; você está pronto|podemos começar
agent.real; are you real|are you a real person; eres real|eres una persona de verdad; você é real|você é uma pessoa de verdade
agent.residence; where do you live|where is your home; dónde vives|dónde está tu casa; onde você mora|onde fica a sua casa
agent.right; that is right|you are right; es verdad|tienes razón; é verdade|você tem razão
agent.sure; are you sure|do you really think so; estás seguro|de verdad lo crees; você tem certeza|você acha mesmo
agent.talk_to_me; talk to me|let us have a chat; habla conmigo|charlemos un rato; fale comigo|vamos conversar um pouco
agent.there; are you there|is anybody there; estás ahí|hay alguien ahí; você está aí|tem alguém aí
appraisal.bad; that is bad|this is terrible; eso está mal|esto es terrible; isso é ruim|isto é terrível
appraisal.good; that is good|this is great; eso está bien|esto es genial; isso é bom|isto é ótimo
appraisal.no_problem; no problem|do not worry about it; no hay problema|no te preocupes; sem problema|não se preocupe
appraisal.thank_you; thank you|thanks a lot; gracias|muchas gracias; obrigado|muito obrigada
appraisal.welcome; you are welcome|my pleasure; de nada|con mucho gusto; de nada|com prazer
appraisal.well_done; well done|good job; bien hecho|buen trabajo; muito bem|bom trabalho
confirmation.cancel; cancel that|forget about it; cancélalo|olvídalo; cancele isso|esqueça isso
confirmation.no; no|not at all; no|para nada; não|de jeito nenhum
confirmation.yes; yes|yes please; sí|sí por favor; sim|sim por favor
dialog.hold_on; hold on|wait a moment; espera|espera un momento; espere|espere um momento
dialog.hug; give me a hug|I need a hug; dame un abrazo|necesito un abrazo; me dê um abraço|preciso de um abraço
dialog.i_do_not_care; I do not care|it is all the same to me; no me importa|me da igual; não me importo|tanto faz
dialog.sorry; I am sorry|forgive me; lo siento|perdóname; sinto muito|me desculpe
dialog.what_do_you_mean; what do you mean|I do not follow you; qué quieres decir|no te sigo; o que você quer dizer|não estou acompanhando
dialog.wrong; that is wrong|you made a mistake; eso es incorrecto|te has equivocado; isso está errado|você errou
emotions.ha_ha; ha ha|that made me laugh; ja ja|qué risa; ha ha|que engraçado
emotions.wow; wow|that is amazing; guau|qué increíble; uau|que incrível
greetings.bye; goodbye|see you later; adiós|hasta luego; tchau|até logo
greetings.goodevening; good evening|a good evening to you; buenas tardes a todos|buenas tardes tenga usted; boa noite a todos|tenha uma boa noite
greetings.goodmorning; good morning|a good morning to you; buenos días|muy buenos días; bom dia|muito bom dia
greetings.goodnight; good night|have a good night; buenas noches|que tengas buena noche; boa noite|durma bem
greetings.hello; hello|hi there; hola|hola qué tal; olá|oi
greetings.how_are_you; how are you|how are you doing; cómo estás|cómo te va; como você está|como vai você
greetings.nice_to_meet_you; nice to meet you|pleased to meet you; encantado de conocerte|mucho gusto; prazer em conhecer|muito prazer
greetings.nice_to_see_you; nice to see you|good to see you again; qué bueno verte|me alegro de verte; que bom ver você|bom te ver de novo
greetings.nice_to_talk_to_you; nice to talk to you|it was good talking to you; un gusto hablar contigo|me gusta hablar contigo; bom falar com você|gosto de conversar com você
greetings.whatsup; what's up|what is new; qué hay|qué hay de nuevo; e aí|quais são as novidades
user.angry; I am angry|I am really mad; estoy enfadado|estoy muy enojada; estou com raiva|estou muito zangado
user.back; I am back|here I am again; ya volví|aquí estoy de nuevo; voltei|estou aqui de novo
user.bored; I am bored|I have nothing to do; estoy aburrido|no tengo nada que hacer; estou entediado|não tenho nada para fazer
user.busy; I am busy|I have no time now; estoy ocupado|ahora no tengo tiempo; estou ocupado|não tenho tempo agora
user.happy; I am happy|I feel great; estoy feliz|me siento genial; estou feliz|eu me sinto ótimo
user.likes_agent; I like you|I think you are great; me gustas|me caes bien; gosto de você|acho você ótimo
user.loves_agent; I love you|I am in love with you; te quiero|estoy enamorado de ti; eu te amo|estou apaixonado por você
user.needs_advice; I need advice|can you give me some advice; necesito un consejo|qué me aconsejas; preciso de um conselho|o que você me aconselha
user.sad; I am sad|I feel down; estoy triste|me siento mal; estou triste|estou para baixo
user.testing_agent; I am testing you|this is only a test; te estoy probando|esto es solo una prueba; estou testando você|isto é só um teste
user.tired; I am tired|I am exhausted; estoy cansado|estoy agotada; estou cansado|estou exausta
"""  # noqa: E501 -- a row of a table is one line


def _read() -> dict[str, dict[str, tuple[str, ...]]]:
    rows = (line.split(";") for line in TABLE.strip().splitlines())
    return {
        row[0].strip(): {
            language: tuple(phrase.strip() for phrase in cell.split("|"))
            for language, cell in zip(LANGUAGES, row[1:], strict=True)
        }
        for row in rows
    }


PHRASES = _read()
