using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Data.Perturbations;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Tests.Verdicts;

public sealed class RobustnessTests
{
    private static readonly string[] Perturbations = ["injection", "typos"];

    [Fact]
    public void The_drop_is_that_of_the_same_rows_and_its_interval_the_paired_one()
    {
        // Of 40 rows 36 are right; typos make 8 of them wrong and one of the wrong ones right; 60 further rows were not copied.
        var effects = Effects(
            40, row => row >= 4, (perturbation, row) => perturbation == "typos" ? row is 0 or >= 12 : row >= 4, uncopied: 60);

        Assert.Equal([PerturbationEffect.All, "typos", "injection"], effects.Select(effect => effect.Perturbation));
        var typos = effects[1];
        Assert.Equal((40, 40, 29 / 40.0, 0.9), (typos.Texts, typos.Rows, typos.Accuracy, typos.Unperturbed));
        // Leads of 8 × 1, 1 × −1, 31 × 0: their variance about 7/40, and that of one row more.
        var error = Math.Sqrt(((9 - (49 / 40.0)) / (40.0 * 39)) + (1 / 1600.0));
        Assert.Equal(7 / 40.0, typos.Drop.Value, 12);
        Assert.Equal(StudentT.Quantile(0.975, 39) * error, typos.Drop.High - typos.Drop.Value, 9);
        Assert.Equal(9 / 40.0, typos.FlipRate);
        Assert.True(typos.IsAlarming);
        Assert.Equal((0, 0.0), (effects[2].Drop.Value, effects[2].FlipRate));
        Assert.False(effects[2].IsAlarming);
    }

    [Fact]
    public void Copies_of_a_row_are_one_piece_of_evidence()
    {
        // Both copies of a row fare alike: over all there is no more evidence than of one of them.
        var effects = Effects(40, _ => true, (_, row) => row >= 10);

        Assert.Equal((80, 40), (effects[0].Texts, effects[0].Rows));
        Assert.Equal(0.25, effects[0].Drop.Value);
        Assert.True(effects[0].Drop.Low <= effects[1].Drop.Low && effects[0].Drop.High >= effects[1].Drop.High);
    }

    [Fact]
    public void Rows_of_a_group_are_one_piece_of_evidence()
    {
        var (alone, grouped) = (Effects(40, _ => true, (_, row) => row >= 8), Effects(40, _ => true, (_, row) => row >= 8, perGroup: 4));

        Assert.Equal(alone[1].Drop.Value, grouped[1].Drop.Value, 1e-12);
        Assert.True(grouped[1].Drop.Low < alone[1].Drop.Low);
    }

    [Fact]
    public void A_text_without_an_answer_is_wrong_and_counted()
    {
        var copies = Copies(10);
        Prediction[] test = [.. Answers(10, _ => true)];
        Prediction[] perturbed = [.. copies.Select(copy => Answer(copy, "a") with { Predicted = null })];

        var effect = new Robustness(copies, TaskKind.Classification).EffectsOn(test, perturbed)[0];

        Assert.Equal((20, 0.0, 1.0, 1.0), (effect.Unanswered, effect.Accuracy, effect.Drop.Value, effect.FlipRate));
    }

    [Fact]
    public void A_wrong_answer_that_becomes_another_wrong_one_is_a_flip_and_no_drop()
    {
        var copies = Copies(10);
        Prediction[] test = [.. Answers(10, _ => false)];
        Prediction[] perturbed = [.. copies.Select(copy => Answer(copy, "c"))];

        var effect = new Robustness(copies, TaskKind.Classification).EffectsOn(test, perturbed)[0];

        Assert.Equal((0, 1.0), (effect.Drop.Value, effect.FlipRate));
    }

    [Fact]
    public void Copies_of_rows_that_the_trial_did_not_answer_do_not_count()
    {
        var copies = Copies(10);

        var effects = new Robustness(copies, TaskKind.Classification).EffectsOn(Answers(3, _ => true), copies.Select(copy => Answer(copy, "a")));

        Assert.Equal((6, 3), (effects[0].Texts, effects[0].Rows));
        Assert.Empty(new Robustness(copies, TaskKind.Classification).EffectsOn([], copies.Select(copy => Answer(copy, "a"))));
        Assert.Empty(new Robustness([], TaskKind.Classification).EffectsOn(Answers(3, _ => true), []));
    }

    [Fact]
    public void Labels_of_several_are_right_where_all_are()
    {
        Example[] copies = [.. Copies(4).Select(copy => copy with { Labels = LabelSet.OfList(["a", "b"]) })];
        var test = Answers(4, _ => true).Select(p => p with { Labels = LabelSet.OfList(["a", "b"]), Predicted = LabelSet.OfList(["b", "a"]) });
        var perturbed = copies.Select(copy => Answer(copy, "a") with { Labels = LabelSet.OfList(["a", "b"]), Predicted = LabelSet.OfList(["a"]) });

        var effect = new Robustness(copies, TaskKind.MultiLabel).EffectsOn(test, perturbed)[0];

        Assert.Equal((1.0, 0.0, 1.0), (effect.Unperturbed, effect.Accuracy, effect.FlipRate));
    }

    [Fact]
    public void An_order_changes_where_the_leader_on_the_rows_trails_on_their_copies()
    {
        var changes = Changes(40, (_, row) => row >= 2, (_, row) => row >= 30, (_, row) => row >= 16);

        var change = Assert.Single(changes);
        Assert.Equal(("fragile", "tough", 40), (change.Trial, change.Overtaken, change.Rows));
        Assert.Equal((14 / 40.0, -14 / 40.0), (Math.Round(change.Unperturbed.Value, 12), Math.Round(change.Perturbed.Value, 12)));
        Assert.True(change.Unperturbed.Low > 0 && change.Perturbed.High < 0);
    }

    [Fact]
    public void An_order_that_may_be_chance_does_not_change()
    {
        // Ahead by one row of 40, then far behind; and the other way round.
        Assert.Empty(Changes(40, (_, row) => row >= 15, (_, row) => row >= 30, (_, row) => row >= 16));
        Assert.Empty(Changes(40, (_, row) => row >= 2, (_, row) => row >= 17, (_, row) => row >= 16));
    }

    [Fact]
    public void Fewer_than_thirty_common_rows_show_no_order() =>
        Assert.Empty(Changes(29, (_, row) => row >= 2, (_, row) => row >= 26, (_, row) => row >= 14));

    private static IReadOnlyList<OrderChange> Changes(
        int rows, Func<string, int, bool> fragileTest, Func<string, int, bool> fragilePerturbed, Func<string, int, bool> tough)
    {
        var copies = Copies(rows);
        return new Robustness(copies, TaskKind.Classification).OrderChanges(new Dictionary<string, (IReadOnlyList<Prediction>, IReadOnlyList<Prediction>)>
        {
            ["tough"] = ([.. Answers(rows, row => tough("", row))], Perturbed(copies, tough)),
            ["fragile"] = ([.. Answers(rows, row => fragileTest("", row))], Perturbed(copies, fragilePerturbed)),
        });
    }

    private static IReadOnlyList<PerturbationEffect> Effects(int rows, Func<int, bool> test, Func<string, int, bool> perturbed, int uncopied = 0, int perGroup = 1)
    {
        var copies = Copies(rows, perGroup);
        return new Robustness(copies, TaskKind.Classification).EffectsOn(Answers(rows + uncopied, test), Perturbed(copies, perturbed));
    }

    private static Prediction[] Perturbed(Example[] copies, Func<string, int, bool> isRight) =>
        [.. copies.Select(copy => Answer(copy, isRight(copy.Copy!.Perturbation, int.Parse(copy.Copy.Of, System.Globalization.CultureInfo.InvariantCulture)) ? "a" : "b"))];

    private static IEnumerable<Prediction> Answers(int rows, Func<int, bool> isRight) =>
        Enumerable.Range(0, rows).Select(row => new Prediction { Part = DatasetPart.Test, Id = $"{row}", Labels = "a", Predicted = isRight(row) ? "a" : "b" });

    private static Prediction Answer(Example copy, string label) =>
        new() { Part = DatasetPart.Perturbed, Id = copy.Id, Perturbation = copy.Copy!.Perturbation, Labels = copy.Labels, Predicted = label };

    private static Example[] Copies(int rows, int perGroup = 1) =>
    [
        .. from perturbation in Perturbations
           from row in Enumerable.Range(0, rows)
           select new Example($"{row}~{perturbation}", "text", "a")
           {
               Copy = new PerturbedCopy(perturbation, $"{row}"), Group = perGroup == 1 ? null : $"{row / perGroup}",
           },
    ];
}
