// Buttons that move the map: back to the whole round, and to what is chosen.
const Move = L.Control.extend({
  options: { position: "topleft" },

  initialize: function (words, whole, chosen) {
    this.words = words;
    this.whole = whole;
    this.chosen = chosen;
  },

  onAdd: function () {
    const box = make("div", "wr-move leaflet-control");
    const button = function (text, act) {
      const node = make("button", "wr-go", text);
      node.type = "button";
      node.addEventListener("click", act);
      box.append(node);
      return node;
    };
    button(this.words.all, this.whole);
    this.toChosen = button(this.words.to_choice, this.chosen);
    this.toChosen.hidden = true;
    L.DomEvent.disableClickPropagation(box);
    return box;
  },

  offer: function (choice) {
    this.toChosen.hidden = !(choice.worker >= 0 || choice.ward >= 0 || choice.household >= 0);
  },
});
