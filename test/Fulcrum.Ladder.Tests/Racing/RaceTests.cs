using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Racing;

public sealed class RaceTests
{
    [Fact]
    public void What_is_quick_runs_whole_at_once_then_pilots_from_small_to_large_then_finalists_whole_and_their_seeds_last()
    {
        var race = Ladder(zeroShot: 0.9, lora: _ => 0.9, scratch: _ => 0.9, classical: 0.9);

        race.Replay();

        Assert.Equal(
            [
                "majority", "classical",
                "scratch-pilot-64-64", "zero-shot-pilot-4000-50", "lora-pilot-64-64",
                "scratch-pilot-256-256", "zero-shot-pilot-4000-200", "lora-pilot-256-256",
                "scratch-pilot-1024-400", "lora-pilot-1024-400",
            ],
            race.Run.Select(trial => trial.Id).Take(10));
        Assert.Equal(["lora", "scratch", "zero-shot"], race.Run.Select(trial => trial.Id).Skip(10).Take(3).Order());
        Assert.Equal(["lora-seed-8", "lora-seed-9", "scratch-seed-8", "scratch-seed-9"], race.Run.Select(trial => trial.Id).Skip(13).Order());
        Assert.All(race.Run[13..], trial => Assert.Equal("""{"learning_rate":0.001}""", trial.Settled!.ToJsonString()));
        Assert.All(race.Run, trial => Assert.Null(trial.BudgetSeconds));
    }

    [Fact]
    public void A_prompted_arm_that_is_far_behind_is_dropped_after_fifty_rows()
    {
        var race = Ladder(zeroShot: 0.2, classical: 0.95);

        var arms = race.Replay();

        Assert.Equal(["zero-shot-pilot-4000-50"], race.Run.Where(trial => trial.Arm == "zero-shot").Select(trial => trial.Id));
        var drop = Status(arms, "zero-shot").Dropped!;
        Assert.Equal(("classical", 50), (drop.Rival, drop.Rows));
        Assert.InRange(drop.UpperLead, -0.9, -drop.Allowance);
        Assert.True(drop.Accuracy < drop.RivalAccuracy);
    }

    [Fact]
    public void A_tuned_arm_is_never_dropped_before_two_sizes_were_seen()
    {
        var race = Ladder(classical: 0.99, lora: _ => 0.7, scratch: _ => 0.7);

        var arms = race.Replay();

        foreach (var name in (string[])["lora", "scratch"])
        {
            Assert.NotNull(Status(arms, name).Dropped);
            Assert.Equal([64, 256], race.Run.Where(trial => trial.Arm == name).Select(trial => trial.Pilot!.TrainRows));
        }
    }

    [Fact]
    public void An_arm_whose_curve_still_rises_is_not_dropped()
    {
        var race = Ladder(classical: 0.9, lora: rows => rows switch { 64 => 0.55, 256 => 0.72, 1024 => 0.86, _ => 0.95 });

        var arms = race.Replay();

        Assert.Null(Status(arms, "lora").Dropped);
        Assert.Contains(race.Run, trial => trial.Id == "lora");
    }

    [Fact]
    public void An_arm_that_has_not_begun_to_learn_gets_the_largest_pilot_before_it_is_dropped()
    {
        var race = Ladder(majority: 0.5, classical: 0.95, scratch: _ => 0.5);

        var arms = race.Replay();

        Assert.NotNull(Status(arms, "scratch").Dropped);
        Assert.Equal([64, 256, 1024], race.Run.Where(trial => trial.Arm == "scratch").Select(trial => trial.Pilot!.TrainRows));
    }

    [Fact]
    public void Nothing_is_dropped_on_fewer_than_fifty_rows_of_dev()
    {
        var race = new StoredRace(devRows: 49).Arm(TestRungs.Classical, 1).Arm(TestRungs.ZeroShot, 0).Arm(TestRungs.Scratch, 0.1);

        var arms = race.Replay();

        Assert.All(arms, arm => Assert.Null(arm.Dropped));
        Assert.Subset(race.Run.Select(trial => trial.Id).ToHashSet(), new HashSet<string> { "zero-shot", "scratch" });
    }

    [Fact]
    public void Rows_of_a_few_groups_are_little_evidence()
    {
        var race = Ladder(zeroShot: 0.2, classical: 0.95);
        var families = Enumerable.Range(0, 400).ToDictionary(row => $"dev-{row}", row => $"family {row % 4}");

        var arms = Race.Replay(race.Setup with { DevGroups = ExampleGroups.Of(families) }, race.Result);

        Assert.Null(Status(arms, "zero-shot").Dropped);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(80)]
    public void Small_data_has_no_pilots_for_they_would_cost_as_much_as_the_whole(int rows)
    {
        var race = new StoredRace(trainRows: rows, devRows: 10).Arm(TestRungs.Classical, 0.9).Arm(TestRungs.Lora, 0.9);

        race.Replay();

        Assert.Equal(["classical", "lora"], race.Run.Select(trial => trial.Id).Take(2));
    }

    [Fact]
    public void A_pilot_is_not_followed_by_others_where_the_whole_turns_out_to_take_seconds()
    {
        var race = new StoredRace().Arm(TestRungs.Classical, 0.9).Arm(TestRungs.Lora, _ => 0.9, secondsPerRow: 0.0001);

        race.Replay();

        Assert.Equal(["classical", "lora-pilot-64-64", "lora"], race.Run.Select(trial => trial.Id).Take(3));
    }

    [Fact]
    public void An_arm_whose_pilot_failed_is_not_tried_again_and_the_others_go_on()
    {
        var race = Ladder(lora: _ => 0.9, scratch: _ => 0.9);
        race.Failing.Add("lora-pilot-64-64");

        var arms = race.Replay();

        Assert.Equal("It died.", Assert.Single(Status(arms, "lora").Outcomes).Failure!.Reason);
        Assert.Contains(race.Run, trial => trial.Id == "scratch");
    }

    [Fact]
    public void Where_one_finalist_is_shown_to_lead_no_seed_is_spent()
    {
        var race = Ladder(classical: 0.6, lora: rows => 0.97);

        race.Replay();

        Assert.Contains(race.Run, trial => trial.Id == "lora");
        Assert.DoesNotContain(race.Run, trial => trial.Settled is not null);
    }

    [Fact]
    public void An_arm_alone_needs_no_seeds()
    {
        var race = new StoredRace().Arm(TestRungs.Lora, 0.9);
        race.Replay();
        Assert.Equal(["lora-pilot-64-64", "lora-pilot-256-256", "lora-pilot-1024-400", "lora"], race.Run.Select(trial => trial.Id));
    }

    [Fact]
    public void A_run_of_before_there_were_races_runs_every_trial_whole()
    {
        var race = Ladder(zeroShot: 0.1, lora: _ => 0.1, scratch: _ => 0.1, classical: 0.99);

        Race.Replay(race.Setup with { IsRace = false }, race.Result);

        Assert.Equal(["majority", "classical", "scratch", "zero-shot", "lora"], race.Run.Select(trial => trial.Id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2000.0)]
    public void Stopped_after_any_trial_it_goes_on_with_the_same_trials(double? budget)
    {
        var race = Ladder(zeroShot: 0.3, classical: 0.9, lora: rows => 0.7 + 0.02 * Math.Log(rows), scratch: _ => 0.75);
        race.Replay(budget);
        var whole = race.Run.ToArray();
        for (var kept = 0; kept <= whole.Length; kept++)
        {
            var known = new Known([.. whole.Take(kept).Select(race.Result)]);
            Assert.Equal(kept == whole.Length ? null : whole[kept].Id, Race.Next(race.Setup, known, budget - known.Seconds).Next?.Id);
        }
    }

    [Fact]
    public void Trials_of_one_size_run_side_by_side_but_what_they_decide_waits_for_all()
    {
        var race = Ladder(zeroShot: 0.9);
        Assert.Equal("classical", Race.Next(race.Setup, new Known([]), running: new HashSet<string> { "majority" }).Next!.Id);
        Assert.Null(Race.Next(race.Setup, new Known([]), running: new HashSet<string> { "majority", "classical" }).Next);
    }

    [Fact]
    public void What_does_not_fit_the_budget_is_not_started_and_its_estimate_is_kept()
    {
        var race = Ladder(classical: 0.9, lora: _ => 0.9);

        // A 64-row pilot takes half a minute, one of 256 rows two minutes; all rows half an hour.
        var arms = race.Replay(budget: 200);

        Assert.Equal(["lora-pilot-64-64"], race.Run.Where(trial => trial.Arm == "lora").Select(trial => trial.Id));
        var lora = Status(arms, "lora");
        Assert.True(lora.IsOutOfTime);
        Assert.Equal(256, lora.Estimate.PilotRows);
        Assert.InRange(lora.Estimate.PilotSeconds!.Value, 120, 140);
        Assert.InRange(lora.Estimate.OneSettingSeconds, 2000, 2100);
        Assert.Equal(3, lora.Estimate.Settings);
        Assert.InRange(lora.Estimate.AllSettingsSeconds, 6000, 6200);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(600)]
    [InlineData(3600)]
    [InlineData(20000)]
    public void Trials_are_granted_no_more_than_is_left_and_what_all_take_is_within_the_budget(double budget)
    {
        var race = Ladder(zeroShot: 0.9, classical: 0.9, lora: _ => 0.9, scratch: _ => 0.9);
        var left = budget;

        Race.Replay(race.Setup, Within, budget);

        Assert.InRange(left, 0, budget);

        RaceOutcome Within(Trial trial)
        {
            Assert.InRange(trial.BudgetSeconds!.Value, 0, left + 1e-6);
            var whole = race.Result(trial);
            // A trial that has less time than it needs stops at its deadline with less training.
            var share = Math.Min(1, trial.BudgetSeconds.Value / whole.WallSeconds);
            left -= whole.WallSeconds * share;
            return share < 1 ? whole with { WallSeconds = whole.WallSeconds * share, TrainingSeconds = whole.TrainingSeconds * share, TrainedShare = share } : whole;
        }
    }

    // Every arm three times with every setting: what there would be to decide from without a race.
    [Fact]
    public void An_arm_that_is_best_by_a_point_is_seldom_dropped_and_the_race_costs_a_fraction_of_running_everything()
    {
        var (killed, races, spent, all) = (0, 0, 0.0, 0.0);
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var race = new StoredRace(devRows: 150 + random.Next(350), seed: seed).Arm(TestRungs.Majority, 0.3).Arm(TestRungs.Classical, Curve(random)).Arm(TestRungs.Scratch, Curve(random), 0.05);
            foreach (var rung in (RungDescription[])[TestRungs.ZeroShot, TestRungs.FewShot, TestRungs.Retrieval]) race.Arm(rung, 0.3 + (0.65 * random.NextDouble()), 0.3);
            race.Arm(TestRungs.Lora, Curve(random)).Arm(TestRungs.Full, Curve(random));
            var final = race.Setup.Arms.ToDictionary(arm => arm.Id, arm => race.AccuracyOf(arm.Id));
            var (best, second) = (final.MaxBy(arm => arm.Value), final.Values.Order().TakeLast(2).First());

            var arms = race.Replay();

            spent += arms.Sum(arm => arm.Outcomes.Sum(outcome => outcome.WallSeconds));
            all += race.Setup.Arms.Sum(arm => race.Result(arm).WallSeconds * (arm.Rung.IsRandom ? 3 : 1));
            if (best.Value - second < 0.01) continue;
            races++;
            if (Status(arms, best.Key).Dropped is not null) killed++;
        }

        Assert.InRange((double)killed / races, 0, 0.02);
        Assert.InRange(spent / all, 0, 0.4);

        // Accuracy rises with a power of the rows to where it ends.
        static Func<int, double> Curve(Random random)
        {
            var (end, loss, power) = (0.7 + (0.29 * random.NextDouble()), 1 + (2 * random.NextDouble()), 0.3 + (0.4 * random.NextDouble()));
            return rows => Math.Max(0.3, end - (loss * Math.Pow(rows, -power)));
        }
    }

    private static ArmStatus Status(IReadOnlyList<ArmStatus> arms, string name) => arms.Single(arm => arm.Whole.Id == name);

    private static StoredRace Ladder(
        double? zeroShot = null, double classical = 0.9, Func<int, double>? lora = null, Func<int, double>? scratch = null, double majority = 0.3)
    {
        var race = new StoredRace().Arm(TestRungs.Majority, majority).Arm(TestRungs.Classical, classical);
        if (scratch is not null) race.Arm(TestRungs.Scratch, scratch);
        if (zeroShot is { } accuracy) race.Arm(TestRungs.ZeroShot, accuracy, secondsPerRow: 0.2);
        if (lora is not null) race.Arm(TestRungs.Lora, lora);
        return race;
    }

    private sealed class Known(IReadOnlyList<RaceOutcome> outcomes) : IRaceOutcomes
    {
        private readonly Dictionary<string, RaceOutcome> _outcomes = outcomes.ToDictionary(outcome => outcome.Trial.Id);

        public double Seconds => _outcomes.Values.Sum(outcome => outcome.WallSeconds);

        public RaceOutcome? Find(Trial trial) => _outcomes.GetValueOrDefault(trial.Id);
    }
}
