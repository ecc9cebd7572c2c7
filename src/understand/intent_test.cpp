#include "understand/reader.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

struct Wishes : testing::Test {
  Wishes() : knowledge(Knowledge::shipped()), reader(*knowledge) {}

  const Meaning& of(std::string_view text) { return reader.read(text); }
  /// The main intent, or "none".
  std::string_view main_of(std::string_view text) {
    const auto main = of(text).intents.main;
    return main ? word_of(*main) : "none";
  }
  /// What the text's intent rests on.
  std::vector<std::string> words_for(std::string_view text, Intent intent) {
    std::vector<std::string> words;
    for (const FoundIntent& found : of(text).intents.all) {
      if (found.intent != intent) continue;
      for (const TextRange& one : found.words) words.emplace_back(text.substr(one.begin, one.end - one.begin));
    }
    return words;
  }

  Result<Knowledge> knowledge;
  Reader reader;
};

using Texts = std::vector<std::string>;

TEST_F(Wishes, AreReadInEveryLanguage) {
  struct Said {
    const char* intent;
    std::vector<const char*> texts;
  };
  for (const Said& said : std::vector<Said>{
           {"complaint",
            {"The soup was cold and the waiter rude.", "Die Suppe war kalt und der Kellner unfreundlich.",
             "La soupe était froide et le serveur désagréable.", "La sopa estaba fría y el camarero fue maleducado.",
             "A sopa estava fria e o garçom foi grosseiro.", "La zuppa era fredda e il cameriere scortese.",
             "De soep was koud en de ober onbeschoft."}},
           {"praise",
            {"Wonderful stay, friendly people!", "Wunderbarer Aufenthalt, freundliche Leute!",
             "Séjour merveilleux, personnel très gentil !", "¡Estancia maravillosa, gente encantadora!",
             "Estadia maravilhosa, adorei o atendimento!", "Soggiorno meraviglioso, personale gentilissimo!",
             "Heerlijk verblijf, vriendelijke mensen!"}},
           {"question",
            {"How can I pay by card?", "Wie kann ich mit Karte zahlen?", "Comment puis-je payer par carte ?",
             "¿Cómo puedo pagar con tarjeta?", "Como posso pagar com cartão?", "Come posso pagare con la carta?",
             "Hoe kan ik met pin betalen?"}},
           {"suggestion",
            {"It would be nice if you opened earlier.", "Es wäre schön, wenn Sie früher öffnen würden.",
             "Ce serait bien d'ouvrir plus tôt.", "Estaría bien que abrieran antes.", "Seria bom abrir mais cedo.",
             "Sarebbe bello se apriste prima.", "Het zou fijn zijn als jullie eerder open gingen."}},
           {"request",
            {"Please send me a receipt.", "Bitte schicken Sie mir eine Quittung.", "Merci de m'envoyer un reçu.",
             "Envíenme un recibo, por favor.", "Por favor, me enviem um recibo.", "Vi prego di inviarmi una ricevuta.",
             "Graag ontvang ik een bon."}},
           {"leaving",
            {"I want to close my account.", "Ich kündige meinen Vertrag.", "Je résilie mon abonnement.",
             "Quiero dar de baja mi línea.", "Quero cancelar meu plano.", "Voglio disdire il contratto.",
             "Ik wil mijn contract opzeggen."}},
           {"legal_or_public",
            {"My lawyer will write to you.", "Mein Anwalt wird Ihnen schreiben.", "Mon avocat va vous écrire.",
             "Mi abogado les escribirá.", "Meu advogado vai escrever para vocês.", "Il mio avvocato vi scriverà.",
             "Mijn advocaat zal u schrijven."}},
           {"safety",
            {"The kettle caught fire.", "Der Wasserkocher hat Feuer gefangen.", "La bouilloire a pris feu.",
             "El hervidor se incendió.", "A chaleira pegou fogo.", "Il bollitore ha preso fuoco.",
             "De waterkoker vloog in brand."}},
       }) {
    for (const char* text : said.texts) EXPECT_EQ(main_of(text), said.intent) << text;
  }
}

TEST_F(Wishes, StandWhereTheirWordsStand) {
  const std::string text = "Café closed! I'm closing my old account. Horrible.";
  EXPECT_EQ(words_for(text, Intent::leaving), Texts{"closing my old account"});
  EXPECT_EQ(words_for("So bad: I was on hold for an hour. Never again!", Intent::leaving), Texts{"Never again"});
  EXPECT_EQ(words_for("Très cher, je vais résilier", Intent::leaving), Texts{"résilier"});
  EXPECT_EQ(words_for("Great team, great food", Intent::praise), (Texts{"Great team", "great"}));
  const auto& urgency = of("Send somebody now, it smells of gas").urgency;
  ASSERT_FALSE(urgency.words.empty());
  EXPECT_EQ(urgency.words[0], (TextRange{.begin = 0, .end = 17}));
}

TEST_F(Wishes, HaveAMainOneThatMustBeActedOnFirst) {
  EXPECT_EQ(main_of("Awful service, please refund me, and your heater caught fire"), "safety");
  EXPECT_EQ(main_of("I'm closing my account, and my lawyer will write to you"), "legal_or_public");
  EXPECT_EQ(main_of("Great food, terrible noise. Please send me the bill"), "request");
  EXPECT_EQ(main_of("We arrived on Monday."), "none");
  EXPECT_EQ(main_of("No need to call me back"), "none");
  EXPECT_EQ(main_of("I won't cancel my contract"), "none");
}

TEST_F(Wishes, AreToldTheSurestFirst) {
  for (const char* text :
       {"Awful! Refund me, or I close my account. Why is it always so late?", "Thanks, great, please call me"}) {
    const auto& all = of(text).intents.all;
    ASSERT_GE(all.size(), 2U);
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_GE(all[i].confidence, Intents::k_least);
      EXPECT_LE(all[i].confidence, 1);
      EXPECT_LE(all[i].confidence, i > 0 ? all[i - 1].confidence : 1.0);
      for (std::size_t w = 1; w < all[i].words.size(); ++w) {
        EXPECT_GT(all[i].words[w].begin, all[i].words[w - 1].end) << "apart, and in order";
      }
    }
  }
}

TEST_F(Wishes, AreNotSureOfHintsHoweverMany) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "today again soon ";
  EXPECT_LT(of(text).urgency.value, 0.5);
  EXPECT_LT(of(text).effort.value, 0.5);
}

TEST_F(Wishes, AreUrgentWhenTimeIsShort) {
  for (const char* text :
       {"Please block my card immediately", "I need it by tomorrow!", "Bitte rufen Sie mich dringend an",
        "Envoyez quelqu'un tout de suite", "Lo necesito para mañana", "Preciso do documento com urgência",
        "Ho bisogno di una risposta urgente", "Stuur zo snel mogelijk iemand"}) {
    EXPECT_GE(of(text).urgency.value, 0.5) << text;
    EXPECT_FALSE(of(text).urgency.words.empty()) << text;
  }
  for (const char* text : {"No rush at all", "It is not urgent", "Immediately felt at home, loved it", "Es eilt nicht",
                           "Ce n'est pas urgent", "No es urgente", "Não é urgente", "Non è urgente", "Geen haast"}) {
    EXPECT_LT(of(text).urgency.value, 0.5) << text;
  }
}

TEST_F(Wishes, TellWhichEffortThereWas) {
  struct Toil {
    const char* text;
    EffortKind kind;
    const char* words;
  };
  for (const Toil& toil : {
           Toil{"I called three times about it", EffortKind::repeat_contact, "called three times"},
           Toil{"They sent me from one department to another", EffortKind::transfer, "from one department to another"},
           Toil{"We waited for 2 hours", EffortKind::waiting, "waited for 2 hours"},
           Toil{"So I gave up", EffortKind::giving_up, "I gave up"},
           Toil{"Schon zum dritten Mal angerufen", EffortKind::repeat_contact, "zum dritten Mal"},
           Toil{"Eine Stunde in der Warteschleife", EffortKind::waiting, "Warteschleife"},
           Toil{"J'attends depuis trois semaines", EffortKind::waiting, "J'attends depuis trois semaines"},
           Toil{"On me renvoie d'un service à l'autre", EffortKind::transfer, "d'un service à l'autre"},
           Toil{"Me rindo, es imposible", EffortKind::giving_up, "Me rindo"},
           Toil{"Llevo dos horas esperando", EffortKind::waiting, "Llevo dos horas esperando"},
           Toil{"Já liguei cinco vezes", EffortKind::repeat_contact, "Já liguei"},
           Toil{"Ninguém responde", EffortKind::waiting, "Ninguém responde"},
           Toil{"Nessuno risponde", EffortKind::waiting, "Nessuno risponde"},
           Toil{"Ik ben drie keer gebeld en van het kastje naar de muur", EffortKind::transfer, "van het kastje"},
       }) {
    const std::string_view text = toil.text;
    const Effort& effort = of(text).effort;
    EXPECT_GE(effort.value, 0.5) << text;
    EXPECT_TRUE(std::ranges::any_of(effort.signs, [&](const EffortSign& sign) {
      return sign.kind == toil.kind && text.substr(sign.words.begin, sign.words.end - sign.words.begin) == toil.words;
    })) << text;
  }
  for (const char* text : {"We stayed for three days", "Answered within 10 minutes", "Can't wait to come back!",
                           "Third time we stay here, always great", "Keine Wartezeit, alles bestens",
                           "Pas d'attente, parfait", "Sin colas, todo bien", "Não precisei esperar"}) {
    EXPECT_LT(of(text).effort.value, 0.5) << text;
  }
}

TEST_F(Wishes, AreNoneOfNothing) {
  for (const std::string_view text : {"", " ", "\xFF\xC3", "😀", "1234"}) {
    const Meaning& meaning = of(text);
    EXPECT_FALSE(meaning.intents.main == Intent::complaint) << text;
    EXPECT_EQ(meaning.urgency.value, 0);
    EXPECT_EQ(meaning.effort.value, 0);
  }
  EXPECT_EQ(main_of(""), "none");
}

TEST_F(Wishes, AreReadOfWhateverBytes) {
  const std::string text = "caf\xC3 never again \xFF\xFE caught fire";
  EXPECT_EQ(main_of(text), "safety");
  EXPECT_EQ(words_for(text, Intent::leaving), Texts{"never again"});
  std::string endless;
  while (endless.size() < 2U << 20U) endless += "never again \xFF on hold, please call me now! ";
  for (const FoundIntent& found : of(endless).intents.all) {
    for (const TextRange& one : found.words) ASSERT_TRUE(one.begin < one.end && one.end <= endless.size());
  }
}

}  // namespace
}  // namespace bellwether::understand
