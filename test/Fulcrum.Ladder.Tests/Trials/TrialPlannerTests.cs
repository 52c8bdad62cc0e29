using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Trials;

public sealed class TrialPlannerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Without_a_model_the_rungs_that_need_one_are_left_out_and_how_to_add_one_is_said()
    {
        var plan = TrialPlanner.Create(TestRun.Task, [], [], seed: 1);
        Assert.Equal(["majority", "classical", "scratch"], plan.Trials.Select(t => t.Rung));
        Assert.Equal(
            "Without a model these rungs are left out: zero-shot, few-shot, lora, full. Add one with --model FOLDER (Hugging Face) or --model FILE.gguf.",
            Assert.Single(plan.Notes));
    }

    [Fact]
    public void Each_rung_that_needs_a_model_is_planned_for_every_model()
    {
        var plan = TrialPlanner.Create(TestRun.Task, ["lora", "zero-shot", "majority"], [Model("Qwen2.5-0.5B"), _folder.Write("tiny.Q8.gguf", "")], 1);
        Assert.Equal(
            [("majority", null), ("zero-shot", "Qwen2.5-0.5B"), ("zero-shot", "tiny.Q8"), ("lora", "Qwen2.5-0.5B"), ("lora", "tiny.Q8")],
            plan.Trials.Select(t => (t.Rung, t.ModelName)));
        Assert.Empty(plan.Notes);
    }

    [Fact]
    public void Settings_seed_budget_and_what_is_kept_of_long_texts_reach_the_trial()
    {
        var task = TestRun.Task with { Rungs = new Dictionary<string, JsonObject> { ["scratch"] = new() { ["layers"] = 2 } } };
        var trial = Assert.Single(TrialPlanner.Create(task, ["scratch"], [], 5, 60, KeptPart.Tail).Trials);
        Assert.Equal(2, (int)trial.Settings["layers"]!);
        Assert.Equal((5, 60, KeptPart.Tail), (trial.Seed, trial.BudgetSeconds, trial.Truncate));
    }

    [Fact]
    public void The_id_is_stable_and_names_rung_and_model()
    {
        var settings = new JsonObject { ["rank"] = 8, ["alpha"] = 16 };
        var swapped = new JsonObject { ["alpha"] = 16, ["rank"] = 8 };
        var id = TrialId.Create("lora", "/models/Smol LM/", settings, 1);
        Assert.Equal("lora-Smol_LM-879c2752", id);
        Assert.Equal(id, TrialId.Create("lora", "/elsewhere/Smol LM", swapped, 1));
        Assert.NotEqual(id, TrialId.Create("lora", "/models/Smol LM", settings, 2));
        Assert.NotEqual(id, TrialId.Create("lora", "/models/Smol LM", [], 1));
        Assert.Matches("^majority-[0-9a-f]{8}$", TrialId.Create("majority", null, [], 1));
    }

    [Fact]
    public void Everything_wrong_with_the_request_is_said_at_once()
    {
        Model("a/same");
        Model("b/same");
        var errors = Assert.Throws<InputException>(() => TrialPlanner.Create(
            TestRun.Task, ["zeroshot"], [Model("a/same"), Model("b/same"), "no-such-model"], 1)).Errors;
        Assert.Equal("There is no rung `zeroshot`. Did you mean `zero-shot`?", errors[0].ToString());
        Assert.Contains("no-such-model", errors[1].Message, StringComparison.Ordinal);
        Assert.Contains("Two models have the name `same`", errors[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_run_is_an_error() =>
        Assert.Throws<InputException>(() => TrialPlanner.Create(TestRun.Task, ["lora"], [], 1));

    public void Dispose() => _folder.Dispose();

    private string Model(string name) => Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
}
