using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
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
        var plan = TrialPlanner.Create(TestRungs.Catalog, TestRun.Task, [], [], seed: 1);
        Assert.Equal(["majority", "classical", "scratch"], plan.Trials.Select(t => t.Rung.Name));
        Assert.Equal(
            "Without a model these rungs are left out: zero-shot, few-shot, retrieval, lora, full. Add one with --model FOLDER (Hugging Face), --model FILE.gguf or --model hf:ORG/NAME.",
            Assert.Single(plan.Notes));
    }

    [Fact]
    public void Rungs_that_cannot_solve_the_kind_of_task_are_left_out_and_named()
    {
        var catalog = new RungCatalog(TestRungs.Majority with { TaskKinds = TaskKind.All }, TestRungs.Classical, TestRungs.Scratch);
        var task = TestRun.Task with { Kind = TaskKind.MultiLabel };

        var plan = TrialPlanner.Create(catalog, task, [], [], seed: 1);

        Assert.Equal(["majority"], plan.Trials.Select(t => t.Rung.Name));
        Assert.Equal("These rungs cannot solve multi-label tasks and are left out: classical, scratch.", Assert.Single(plan.Notes));
        Assert.Equal(
            "The rung `scratch` cannot solve multi-label tasks. These can: majority.",
            Assert.Throws<InputException>(() => TrialPlanner.Create(catalog, task, ["majority", "scratch"], [], seed: 1)).Message);
    }

    [Fact]
    public void Each_rung_that_needs_a_model_is_planned_for_every_model()
    {
        var plan = TrialPlanner.Create(TestRungs.Catalog, TestRun.Task, ["lora", "zero-shot", "majority"], [Model("Qwen2.5-0.5B"), new ModelReference(_folder.Write("tiny.Q8.gguf", ""))], 1);
        Assert.Equal(
            [("majority", null), ("zero-shot", "Qwen2.5-0.5B"), ("zero-shot", "tiny.Q8"), ("lora", "Qwen2.5-0.5B"), ("lora", "tiny.Q8")],
            plan.Trials.Select(t => (t.Rung.Name, t.ModelName)));
        Assert.Empty(plan.Notes);
    }

    [Fact]
    public void An_encoder_finds_the_examples_of_retrieval_and_is_not_prompted()
    {
        var plan = TrialPlanner.Create(TestRungs.Catalog, TestRun.Task, ["zero-shot", "retrieval"], [Model("Smol"), Encoder("MiniLM"), Encoder("other")], 1);

        Assert.Equal(
            [("zero-shot", "Smol", null), ("retrieval", "Smol", "MiniLM"), ("retrieval", "Smol", "other")],
            plan.Trials.Select(t => (t.Rung.Name, t.ModelName, Path.GetFileName((string?)t.Settings["embeddings"]))));
        Assert.Equal(3, plan.Trials.Select(t => t.Id).Distinct().Count());
    }

    [Fact]
    public void An_encoder_keeps_where_it_came_from_and_is_called_as_there()
    {
        var fetched = new ModelReference(Encoder("0123456789").Path, "hf:org/Tiny-Embeddings@0123456789");

        var plan = TrialPlanner.Create(TestRungs.Catalog, TestRun.Task, ["retrieval"], [Model("Smol"), fetched, Encoder("other")], 1);

        Assert.Equal([fetched, Encoder("other")], plan.Trials.Select(trial => trial.Encoder));
        var names = new TrialNames(plan.Trials);
        Assert.Equal(["retrieval · Tiny-Embeddings", "retrieval · other"], plan.Trials.Select(trial => names[trial.Id]));
    }

    [Fact]
    public void The_tasks_own_embedding_model_comes_before_those_given_beside_it()
    {
        var task = TestRun.Task with { Rungs = new Dictionary<string, JsonObject> { ["retrieval"] = new() { ["embeddings"] = "own", ["shots"] = 4 } } };

        var trial = Assert.Single(TrialPlanner.Create(TestRungs.Catalog, task, ["retrieval"], [Model("Smol"), Encoder("MiniLM")], 1).Trials);

        Assert.Equal("""{"embeddings":"own","shots":4}""", trial.Settings.ToJsonString());
    }

    [Fact]
    public void Without_an_encoder_retrieval_finds_its_examples_by_words()
    {
        var trial = Assert.Single(TrialPlanner.Create(TestRungs.Catalog, TestRun.Task, ["retrieval"], [Model("Smol")], 1).Trials);

        Assert.Empty(trial.Settings);
    }

    [Fact]
    public void With_an_encoder_alone_what_is_to_be_prompted_is_left_out()
    {
        var plan = TrialPlanner.Create(TestRungs.Catalog, TestRun.Task, [], [Encoder("MiniLM")], 1);

        Assert.Equal(
            [("majority", null), ("classical", null), ("lora", "MiniLM"), ("full", "MiniLM"), ("scratch", null)],
            plan.Trials.Select(t => (t.Rung.Name, t.ModelName)));
        Assert.StartsWith("Without a language model these rungs are left out: zero-shot, few-shot, retrieval.", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_seed_and_what_is_kept_of_long_texts_reach_the_trial()
    {
        var task = TestRun.Task with { Rungs = new Dictionary<string, JsonObject> { ["scratch"] = new() { ["layers"] = 2 } } };
        var trial = Assert.Single(TrialPlanner.Create(TestRungs.Catalog, task, ["scratch"], [], 5, TruncationSide.Tail, splitSeed: 3).Trials);
        Assert.Equal(2, (int)trial.Settings["layers"]!);
        Assert.Equal((5, 3, TruncationSide.Tail), (trial.Seed, trial.SplitSeed, trial.Truncate));
    }

    [Fact]
    public void The_id_is_stable_and_names_rung_and_model()
    {
        var settings = new JsonObject { ["rank"] = 8, ["alpha"] = 16 };
        var swapped = new JsonObject { ["alpha"] = 16, ["rank"] = 8 };
        var id = TrialId.Create("lora", new ModelReference("/models/Smol LM/"), settings, 1);
        Assert.Equal("lora-Smol_LM-879c2752", id);
        Assert.Equal(id, TrialId.Create("lora", new ModelReference("/elsewhere/Smol LM"), swapped, 1));
        Assert.NotEqual(id, TrialId.Create("lora", new ModelReference("/models/Smol LM"), settings, 2));
        Assert.NotEqual(id, TrialId.Create("lora", new ModelReference("/models/Smol LM"), [], 1));
        Assert.Matches("^majority-[0-9a-f]{8}$", TrialId.Create("majority", null, [], 1));
    }

    [Theory]
    [InlineData("hf:org/Tiny-Model@0123456789", "/cache/snapshots/0123456789", "Tiny-Model")]
    [InlineData("hf:gpt2@0123456789", "/cache/snapshots/0123456789", "gpt2")]
    [InlineData("hf:org/name-GGUF@0123456789:part/tiny.Q8.gguf", "/cache/snapshots/0123456789/part/tiny.Q8.gguf", "tiny.Q8")]
    public void A_fetched_model_keeps_where_it_came_from_and_is_called_as_there(string origin, string path, string name)
    {
        var trial = Assert.Single(TrialPlanner.Create(TestRungs.Catalog, TestRun.Task, ["zero-shot"], [new ModelReference(path, origin)], 1).Trials);

        Assert.Equal((path, origin, name), (trial.Model, trial.ModelOrigin, trial.ModelName));
    }

    [Fact]
    public void Everything_wrong_with_the_request_is_said_at_once()
    {
        Model("a/same");
        Model("b/same");
        var errors = Assert.Throws<InputException>(() => TrialPlanner.Create(TestRungs.Catalog, 
            TestRun.Task, ["zeroshot"], [Model("a/same"), Model("b/same"), new ModelReference("no-such-model")], 1)).Errors;
        Assert.Equal("There is no rung `zeroshot`. Did you mean `zero-shot`?", errors[0].ToString());
        Assert.Contains("no-such-model", errors[1].Message, StringComparison.Ordinal);
        Assert.Contains("Two models have the name `same`", errors[2].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("majority", "None of the rungs chosen uses the model Smol, MiniLM.")]
    [InlineData("zero-shot", "None of the rungs chosen uses the model MiniLM.")]
    [InlineData("retrieval", null)]
    public void A_model_that_no_rung_uses_is_said(string rung, string? note) =>
        Assert.Equal(note, TrialPlanner.Create(TestRungs.Catalog, TestRun.Task, [rung], [Model("Smol"), Encoder("MiniLM")], 1).Notes.SingleOrDefault());

    [Fact]
    public void Nothing_to_run_is_an_error() => Assert.Equal(
        "There is nothing to run: without a model there is no zero-shot, no lora. Add one with --model FOLDER (Hugging Face), --model FILE.gguf or --model hf:ORG/NAME.",
        Assert.Single(Assert.Throws<InputException>(() => TrialPlanner.Create(TestRungs.Catalog, TestRun.Task, ["lora", "zero-shot"], [], 1)).Errors).ToString());

    public void Dispose() => _folder.Dispose();

    private ModelReference Encoder(string name)
    {
        _folder.Write($"{name}/config.json", """{"model_type": "bert"}""");
        return new ModelReference(Path.Combine(_folder.Path, name));
    }

    private ModelReference Model(string name) => new(Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName);
}
