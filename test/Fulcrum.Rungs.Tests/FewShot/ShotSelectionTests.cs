using CsCheck;
using Fulcrum.Data;
using Fulcrum.Rungs.FewShot;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.FewShot;

public sealed class ShotSelectionTests
{
    private static readonly Gen<Example[]> Train = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 50]).Array[1, 60]
        .Select(rows => rows.Select((row, i) => new Example($"{i}", new string('x', row.Item2), $"label {row.Item1}")).ToArray());

    [Fact]
    public void Every_label_has_its_share_as_far_as_there_are_examples() =>
        Gen.Select(Train, Gen.Int[0, 20], Gen.Int[0, 99]).Sample((train, count, seed) =>
        {
            var shots = ShotSelection.Draw(train, count, seed);

            Assert.Equal(Math.Min(count, train.Length), shots.Length);
            Assert.Equal(shots.Length, shots.Distinct().Count());
            var available = train.CountBy(e => e.Labels).ToDictionary();
            var drawn = available.Keys.ToDictionary(label => label, label => shots.Count(s => s.Labels == label));
            // Whoever has fewer than another has no more to give, or one less by the order of turns.
            foreach (var label in drawn.Keys)
                Assert.True(drawn[label] == available[label] || drawn[label] >= drawn.Values.Max() - 1);
        });

    [Fact]
    public void The_shorter_half_of_a_label_comes_first()
    {
        Example[] train = [.. Enumerable.Range(1, 20).Select(i => new Example($"{i}", new string('x', i), "one"))];

        Assert.All(ShotSelection.Draw(train, 8, 3), shot => Assert.True(shot.Text.Length <= 11));
    }

    [Fact]
    public void A_seed_repeats_and_another_one_draws_others()
    {
        var train = MadeUpTask.Numbers.Examples("train", 50);

        Assert.Equal(ShotSelection.Draw(train, 8, 1), ShotSelection.Draw(train, 8, 1));
        Assert.NotEqual(ShotSelection.Draw(train, 8, 1), ShotSelection.Draw(train, 8, 2));
    }
}
