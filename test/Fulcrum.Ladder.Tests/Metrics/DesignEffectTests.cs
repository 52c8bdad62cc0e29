using CsCheck;
using Fulcrum.Data;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Tests.Metrics;

public sealed class DesignEffectTests
{
    private static readonly int[] Pairs = [.. Enumerable.Range(0, 200).Select(i => i / 2)];

    // Groups 11, 11, 00, 10: mean 5/8; variance of the mean over rows 15/448, over groups 11/192. An average row is in a group of 2.
    private static readonly double[] Scores = [1, 1, 1, 1, 0, 0, 1, 0];
    private static readonly int[] Clusters = [0, 0, 1, 1, 2, 2, 3, 3];

    [Fact]
    public void The_effective_size_of_one_trial_is_that_of_the_design_effect_computed_by_hand()
    {
        // Three zeros say what the variances do; four more, that rows of a group are all alike. No less than the trial's own is taken.
        const double Own = (11 / 192.0 / (15 / 448.0)) - 1;
        const double Alike = ((3 * Own) + 4) / 7;
        Assert.Equal(Alike, DesignEffect.Of((Scores, Clusters)).IntraclassCorrelation(Scores, Clusters), 12);
        // t is 2.364624 with 7 and 3.182446 with 3 degrees of freedom, and few groups are few for what lies between groups.
        var expected = 8 / (1 - Alike + (Alike * 2 * Math.Pow(3.182446 / 2.364624, 2)));
        Assert.Equal(expected, EffectiveSize.Compute(Scores, Clusters), 4);
    }

    [Fact]
    public void The_effective_size_of_one_trial_follows_from_the_cluster_robust_design_effect_of_NumPy() => Assert.All(StatisticsGoldens.Read().DesignEffects, design =>
    {
        var own = (design.DesignEffect - 1) / (design.MeanGroup - 1);
        var events = Math.Min(design.Scores.Count(score => score == 0), design.Scores.Count(score => score == 1));
        var alike = Math.Min(1, Math.Max(own, ((events * Math.Max(0, own)) + 4) / (events + 4)));
        var expected = design.Scores.Length / (1 - alike + (alike * design.MeanGroup * design.TRatio * design.TRatio));
        Assert.Equal(expected, EffectiveSize.Compute(design.Scores, design.Groups), StatisticsGoldens.Tolerance);
    });

    [Fact]
    public void Trials_share_what_they_show_of_groups_and_the_four_events_assumed()
    {
        const double Own = (11 / 192.0 / (15 / 448.0)) - 1;
        double[] opposite = [.. Scores.Select(score => 1 - score)];
        var effect = DesignEffect.Of((Scores, Clusters), (opposite, Clusters), (Scores, Clusters));
        Assert.Equal(((9 * Own) + (4 / 3.0)) / (9 + (4 / 3.0)), effect.IntraclassCorrelation(Scores, Clusters), 12);
        var many = DesignEffect.Of(Enumerable.Repeat((Scores, Clusters), 20));
        Assert.Equal(((60 * Own) + 1) / 61, many.IntraclassCorrelation(Scores, Clusters), 12);
    }

    [Fact]
    public void A_trial_that_is_hardly_ever_wrong_learns_from_one_that_is_often_wrong()
    {
        var (often, hardly) = (Right(i => i % 4 < 2 != i % 3 > 0), Right(i => i != 77));
        var alone = EffectiveSize.Compute(hardly, Pairs);
        var together = EffectiveSize.Compute(hardly, Pairs, DesignEffect.Of((hardly, Pairs), (often, Pairs)));
        Assert.InRange(alone, 100, 115);
        Assert.InRange(together, alone + 10, 200);
    }

    [Fact]
    public void A_trial_that_is_often_wrong_counts_no_more_than_four_events_beyond_the_own_ones()
    {
        // 100 mistakes in whole groups say 1; two mistakes of two groups, about 0.
        var (clumped, hardly) = (Right(i => i % 4 < 2), Right(i => i is not 77 and not 120));
        var alike = DesignEffect.Of((hardly, Pairs), (clumped, Pairs)).IntraclassCorrelation(hardly, Pairs);
        Assert.Equal(((2 * -0.01) + (6 * 1.01) + 2) / (2 + 6 + 2), alike, tolerance: 0.005);
    }

    [Fact]
    public void A_trial_whose_mistakes_come_in_whole_groups_does_not_hide_behind_the_others()
    {
        var (clumped, mixed) = (Right(i => i % 4 < 2), Right(i => i % 4 is 1 or 2));
        var effect = DesignEffect.Of((clumped, Pairs), (mixed, Pairs), (mixed, Pairs), (mixed, Pairs));
        Assert.Equal(1, effect.IntraclassCorrelation(clumped, Pairs), 2);
        Assert.InRange(EffectiveSize.Compute(clumped, Pairs, effect), 95, 100);
    }

    [Fact]
    public void A_trial_that_gives_every_row_the_same_answer_shows_how_labels_lie_and_not_mistakes()
    {
        var groups = ExampleGroups.Of(Pairs.Select((pair, row) => new Example($"{row}", "", "a") { Group = $"{pair}" }));
        Prediction[] constant = [.. Pairs.Select((pair, row) => Answer(row, pair % 2 == 0 ? "a" : "b", "a"))];
        Prediction[] good = [.. Pairs.Select((pair, row) => Answer(row, pair % 2 == 0 ? "a" : "b", row % 10 == 0 == (pair % 2 == 0) ? "b" : "a"))];
        double[] scores = [.. good.Select(p => TaskKind.Classification.Score(p.Predicted, p.Labels))];
        var without = DesignEffect.Of(TaskKind.Classification, [good], groups).IntraclassCorrelation(scores, Pairs);
        Assert.Equal(without, DesignEffect.Of(TaskKind.Classification, [constant, good], groups).IntraclassCorrelation(scores, Pairs));
    }

    [Fact]
    public void Groups_that_show_nothing_count_as_one_row_each()
    {
        double[] right = [.. Pairs.Select(_ => 1.0)];
        Assert.Equal(1, DesignEffect.Of((right, Pairs), (right, Pairs)).IntraclassCorrelation(right, Pairs));
        Assert.Equal(1, DesignEffect.Of().IntraclassCorrelation([1, 0], [0, 0]));
    }

    [Fact]
    public void Any_scores_are_worth_between_one_row_and_all() =>
        Gen.Select(Gen.Bool.Array[40], Gen.Bool.Array[40], Gen.Int[0, 12].Array[40]).Sample((one, other, drawn) =>
        {
            var numbers = drawn.Distinct().ToList();
            int[] clusters = [.. drawn.Select(group => numbers.IndexOf(group))];
            double[][] scores = [.. new[] { one, other }.Select(of => of.Select(right => right ? 1.0 : 0).ToArray())];
            var effect = DesignEffect.Of(scores.Select(of => (of, clusters)));
            return scores.All(of => effect.IntraclassCorrelation(of, clusters) is >= 0 and <= 1 && EffectiveSize.Compute(of, clusters, effect) is > 0 and <= 40);
        });

    private static double[] Right(Func<int, bool> isRight) => [.. Enumerable.Range(0, 200).Select(i => isRight(i) ? 1.0 : 0)];

    private static Prediction Answer(int row, string label, string predicted) =>
        new() { Part = DatasetPart.Test, Id = $"{row}", Labels = label, Predicted = predicted };
}
