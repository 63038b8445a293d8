"""TrainingPlayer in a real JupyterLab: it plays, answers hands while it trains, and stops."""

import time

import pytest
from playwright.sync_api import expect

SLOW = 60_000
START = """
from backprop_lib import SGD, AdamW, live
player = live.TrainingPlayer({arguments})
player
"""
# What is painted of edges, boundary and curve: changed or not.
PICTURE = """root => [root.dataset.number, root.dataset.loss, root.dataset.points,
  ...[...root.querySelectorAll('.bp-graph .bp-edge')].map(e => e.getAttribute('aria-valuenow'))]"""


class Player:
    """What a learner does with it."""

    def __init__(self, notebook, number=0, name="player"):
        self.notebook, self.name = notebook, name
        self.root = notebook.panel.locator(".bp-train").nth(number)
        expect(self.root).to_have_attribute("data-number", "0")
        self.root.scroll_into_view_if_needed()

    def button(self, name):
        return self.root.get_by_role("button", name=name).first

    def number(self):
        return int(self.root.get_attribute("data-number"))

    def loss(self):
        return float(self.root.get_attribute("data-loss"))

    def play(self):
        self.root.locator(".bp-play").click()
        expect(self.root).to_have_attribute("data-playing", "")

    def pause(self):
        self.root.locator(".bp-play").click()
        self.stands()

    def stands(self):
        """Wait until it does not play and its last step is painted."""
        expect(self.root).not_to_have_attribute("data-playing", "")
        number = self.notebook.ask(f"{self.name}.number")
        expect(self.root).to_have_attribute("data-number", str(number))

    def beyond(self, number):
        """Wait until more steps than that are painted."""
        self.root.page.wait_for_function(
            "([root, number]) => Number(root.dataset.number) > number",
            arg=[self.root.element_handle(), number],
            timeout=SLOW,
        )


@pytest.fixture
def show(scratch):
    """A function: run a player in the notebook's one cell and return what a learner sees."""
    scratch.complaints.clear()

    def run(arguments="'xor'"):
        scratch.clear()
        scratch.run(START.format(arguments=arguments))
        return Player(scratch)

    yield run
    assert scratch.complaints == []


def test_play_trains_and_paints_and_pause_stops(show, scratch):
    player = show("'xor', speed=1000")
    before = player.root.evaluate(PICTURE)
    player.play()
    player.beyond(500)
    assert player.loss() < float(before[1])
    player.pause()
    stopped = player.number()
    time.sleep(0.3)
    assert player.number() == stopped == scratch.ask("player.number")
    assert player.loss() == pytest.approx(scratch.ask("player.loss"), rel=1e-9)
    after = player.root.evaluate(PICTURE)
    assert all(a != b for a, b in zip(before, after, strict=True))  # every edge has moved, too
    values = scratch.ask("[float(w) for l in (1, 2) for w in player.network.W[l].ravel()]")
    painted = [float(value) for value in after[3:]]
    assert sorted(painted) == pytest.approx(sorted(values), abs=1e-9)


def test_the_kernel_stops_within_a_tenth_of_a_second_of_the_button(show, scratch):
    """At the quickest of five: what else the machine has to do only adds to it."""
    player = show("'xor', speed=10_000")
    scratch.ask(
        "player.observe(lambda change: setattr(player, 'heard', "
        "__import__('time').time()), 'playing')"
    )
    times = []
    for _ in range(5):
        player.play()
        player.beyond(player.number() + 1000)
        clicked = player.root.evaluate(
            """root => new Promise(done => {
                 const button = root.querySelector('.bp-play');
                 button.addEventListener('click', () => done(Date.now() / 1000), {once: true});
                 button.click();
               })"""
        )
        player.stands()
        times.append(scratch.ask("player.heard") - clicked)
    assert min(times) < 0.1, times


def test_the_learning_rate_acts_while_it_trains(show, scratch):
    player = show("'xor', speed=300, optimizer=SGD(1e-5)")
    player.play()
    player.beyond(50)
    slow = player.loss()
    handle = player.root.get_by_label("learning rate, slider")
    handle.focus()
    for _ in range(26):
        scratch.page.keyboard.press("PageUp")
    expect(handle).to_have_attribute("aria-valuetext", "1.585")  # 26 keys of a fifth of a decade
    scratch.ask_until("player.learning_rate", 1.585)
    # It pauses where a page that is too busy does not answer for two seconds, and then goes on.
    scratch.ask_until("player.playing", True)
    player.beyond(player.number() + 900)
    assert player.loss() < slow - 0.1
    assert scratch.ask("player.learning_rate") == 1.585
    assert player.root.get_attribute("data-run") == "1"  # without a restart
    player.pause()


def test_one_step_is_one_step(show, scratch):
    player = show()
    for number in (1, 2):
        player.button("Step").click()
        expect(player.root).to_have_attribute("data-number", str(number))
    assert scratch.ask("player.number") == 2


def test_yin_and_yang_in_jupyter_shows_all_and_goes_back(show, scratch):
    player = show("'yin_yang', optimizer=AdamW(0.1, beta1=0.9, beta2=0.95, weight_decay=1e-4)")
    assert scratch.ask("player.network.sizes") == (2, 8, 3)
    for number in (1, 2):
        player.button("Step").click()
        expect(player.root).to_have_attribute("data-number", str(number))
    loss = player.loss()
    player.play()
    player.beyond(50)
    player.pause()
    assert player.loss() < loss
    for part in (".bp-edge", ".bp-train-answers canvas", ".bp-loss-plot", ".bp-train-norms"):
        expect(player.root.locator(part).first).to_be_visible()
    before = player.number()
    player.button("Back").click()
    player.root.page.wait_for_function(
        "([root, number]) => Number(root.dataset.number) < number",
        arg=[player.root.element_handle(), before],
    )
    assert scratch.ask("player.number") == player.number()


def test_a_pinned_run_stays_when_the_next_one_starts(show, scratch):
    player = show("'xor', optimizer=SGD(0.05)")
    player.button("Step").click()
    expect(player.root).to_have_attribute("data-number", "1")
    player.button("Pin").click()
    plot = player.root.get_by_label("learning rate 0.05: from")  # the curve's own description
    expect(plot).to_be_visible(timeout=SLOW)
    player.button("Reset").click()
    expect(player.root).to_have_attribute("data-number", "0")
    assert scratch.ask("list(player.pins)") == ["learning rate 0.05"]
    expect(plot).to_be_visible()


def test_a_weight_dragged_while_it_trains_stays_in_the_hand(show, scratch):
    player = show("'xor', speed=30, optimizer=SGD(0.01)")
    player.play()
    player.beyond(5)
    edge = player.root.locator(".bp-graph .bp-edge").first
    before = float(edge.get_attribute("aria-valuenow"))
    for _ in range(10):
        edge.press("ArrowUp")
    player.beyond(player.number() + 5)
    scratch.page.wait_for_function(  # it is told to a screen reader not at each frame
        "([edge, value]) => Number(edge.getAttribute('aria-valuenow')) > value",
        arg=[edge.element_handle(), before + 0.2],
    )
    scratch.ask_until("player.playing", True)
    player.pause()


def test_running_the_cell_again_stops_the_player_of_before(show, scratch):
    player = show("'xor', speed=1000")
    player.play()
    player.beyond(100)
    scratch.ask("globals().update(old=player)")
    scratch.run(START.format(arguments="'xor'"))
    Player(scratch)
    scratch.ask_until("old.playing", False)
    scratch.ask_until("old.clock._task.done()", True)


def test_two_players_play_side_by_side(scratch):
    scratch.complaints.clear()
    scratch.clear()
    scratch.run(
        "from backprop_lib import SGD, live\n"
        "one, two = live.TrainingPlayer('xor', optimizer=SGD(0.05)), live.TrainingPlayer('xor')\n"
        "live.race(one, two)"
    )
    first, second = Player(scratch, 0, "one"), Player(scratch, 1, "two")
    first.play()
    second.beyond(100)
    first.beyond(100)
    first.pause()
    expect(second.root).not_to_have_attribute("data-playing", "")
    first_number, second_number = scratch.ask("(one.number, two.number)")
    assert first_number == second_number
    assert scratch.ask("one.loss > two.loss")
    assert scratch.complaints == []


def test_a_diverging_run_says_so_and_goes_on_with_a_smaller_rate(show, scratch):
    player = show("'curve', optimizer=SGD(50.0)")
    player.button("Play").click()  # it plays for some tenths of a second at most
    expect(player.root.locator(".bp-problem")).to_contain_text("diverged")
    expect(player.root).not_to_have_attribute("data-playing", "")
    scratch.ask("setattr(player, 'learning_rate', 0.001)")
    number = scratch.ask("player.number")
    player.button("Step").click()
    expect(player.root).to_have_attribute("data-number", str(number + 1))


def test_nothing_is_wider_than_a_narrow_page(show, scratch):
    player = show("'moons'")
    scratch.toggle_side_bar()
    scratch.page.set_viewport_size({"width": 516, "height": 900})
    try:
        scratch.page.wait_for_function(
            "() => document.querySelector('.bp-train').getBoundingClientRect().width < 420"
        )
        wide = player.root.evaluate("root => root.scrollWidth - root.clientWidth")
        assert wide <= 1
    finally:
        scratch.page.set_viewport_size({"width": 1280, "height": 900})
        scratch.toggle_side_bar()


DEEP = """
from backprop_lib import Network, datasets, live
X, y = datasets.moons(40, noise=0.15, seed=3)
net = Network([2, 3, 3, 1], activations=["tanh", "tanh", "sigmoid"],
              normalization="batch", residual=True, seed=1)

def flat(arrays):
    return [float(value) for array in arrays for value in array.ravel()]

def wanted():
    network, row = player.network, [player.sample]
    answer = network.forward(X[row])
    own = network.backward(answer, y[row], "bce")
    trained = network.backward(network.forward(X, training=True), y, "bce")
    learned = [trained.dW[2], trained.db[2], trained.dgamma[2], trained.dbeta[2]]
    return {"a": flat(answer.a), "delta": flat(own.delta), "loss": [trained.loss],
            "W": flat(W.T for W in network.W), "dW": flat(dW.T for dW in trained.dW),
            "norm of layer 2": [sum(value**2 for value in flat(learned)) ** 0.5]}
"""
PAINTED = """root => {
  const all = (css, key) => [...root.querySelectorAll(css)].map((e) => Number(e.dataset[key]));
  return {a: all(".bp-node .bp-a", "a"), delta: all(".bp-delta[data-delta]", "delta"),
    loss: all(".bp-graph .bp-loss", "loss"), W: all(".bp-label[data-w]", "w"),
    dW: all(".bp-label-slope[data-dw]", "dw"),
    "norm of layer 2": [all(".bp-norm-value", "norm")[1]]};
}"""


def test_normalized_layers_and_skips_are_painted_as_they_answer_and_as_they_train(show, scratch):
    scratch.run(DEEP)
    player = show("net, X, y, loss='bce', batch_size=8, seed=0, speed=1000")
    player.play()
    player.beyond(300)
    player.pause()
    painted, wanted = player.root.evaluate(PAINTED), scratch.ask("wanted()")
    assert player.loss() == pytest.approx(wanted["loss"][0], rel=1e-12)
    for name, numbers in wanted.items():
        assert painted[name] == pytest.approx(numbers, rel=1e-9, abs=1e-12), name
    note = player.root.get_by_text("Batch norm in layers 1 and 2; γ and β are not drawn.")
    expect(note).to_contain_text("A skip adds a[1] to layer 2.")


def test_a_batch_that_cannot_be_normalized_is_refused_and_the_slider_goes_back(show, scratch):
    scratch.run(DEEP)
    player = show("net, X[:4], y[:4], loss='bce'")
    handle, alert = (
        player.root.get_by_label("batch size, slider"),
        player.root.locator(".bp-problem"),
    )
    handle.focus()
    scratch.page.keyboard.press("ArrowLeft")  # 3 of 4 rows leave a batch of one
    expect(alert).to_contain_text("batch_size 3 leaves a batch of one")
    expect(handle).to_have_attribute("aria-valuetext", "4")
    scratch.ask_until("(player.batch_size, player.sliders['batch_size'].value)", (None, 4))
    scratch.page.keyboard.press("Home")
    expect(alert).to_contain_text("batch_size 1 leaves a batch of one")
    scratch.ask("player.sliders['batch_size'].set_trait('value', 2)")
    expect(alert).to_be_hidden()
    assert scratch.ask("player.batch_size") == 2
