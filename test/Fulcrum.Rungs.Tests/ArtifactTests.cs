using System.Text.Json.Nodes;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests;

/// <summary>
/// An artifact answers, wherever and whenever it is opened, as its trial did: here with the settings that decide how. Every rung on every
/// kind of model, in a new process: <c>ServedArtifactTests</c> of Fulcrum.Cli.Tests.
/// </summary>
public sealed class ArtifactTests : IDisposable
{
    private const double Equal = 1e-6;

    // A batch of another shape sums in another order, and fp32 has seven digits.
    private const double EqualAlone = 1e-5;

    private readonly TrialFixture _trials = new();
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("int8")]
    [InlineData("nf4")]
    public void It_answers_as_the_trial_did_with_quantized_weights(string precision)
    {
        foreach (var rung in new[] { "head", "lora" })
            AssertAnswersAsItsTrial(rung, TrialFixture.Model, test: 16, new JsonObject { ["precision"] = precision });
    }

    [Theory]
    [InlineData("sum")]
    [InlineData("normalized")]
    [InlineData("calibrated")]
    [InlineData("generated")]
    public void It_answers_as_the_trial_did_whatever_the_scoring(string scoring)
    {
        foreach (var rung in new[] { "zero-shot", "few-shot", "retrieval" })
            AssertAnswersAsItsTrial(rung, TrialFixture.Model, test: 8, new JsonObject { ["scoring"] = scoring });
    }

    [Fact]
    public void It_answers_as_the_trial_did_with_examples_found_by_embeddings() =>
        AssertAnswersAsItsTrial("retrieval", TrialFixture.Model, test: 8, new JsonObject { ["embeddings"] = RepositoryFiles.Fixture("models/bert") });

    [Fact]
    public void A_half_copied_folder_is_no_artifact()
    {
        Run("majority", null, test: 4);
        File.Delete(Path.Combine(_trials.Artifact, Artifact.ManifestName));

        Assert.Equal(
            $"There is no fitted rung in `{_trials.Artifact}`: `predictor.json` is missing. Give the folder of a run, of its winner or of a finished trial; a copy must be complete.",
            Refused());
    }

    [Fact]
    public void An_artifact_of_a_newer_format_is_refused_with_the_version()
    {
        Run("majority", null, test: 4);
        Edit(manifest => manifest["format"] = 99);

        Assert.Equal(
            $"{Manifest}: The artifact has format 99; this version reads formats up to 2. Use the version of Fulcrum that made it, or a newer one.",
            Refused());
    }

    [Fact]
    public void Settings_that_the_rung_does_not_write_are_refused()
    {
        Run("lora", TrialFixture.Model, test: 4);
        Edit(manifest => manifest["settings"] = new JsonObject { ["prompt"] = 7 });

        Assert.StartsWith($"{Manifest}: The artifact has settings that the rung `lora` does not write (", Refused());
    }

    [Fact]
    public void A_base_model_that_is_missing_is_named_with_its_hash()
    {
        Run("lora", TrialFixture.Model, test: 4);
        Edit(manifest => manifest["models"]!["base"]!["path"] = "/nowhere/llama");

        var sha = ModelHash.Compute(TrialFixture.Model);
        Assert.Equal(
            $"{Manifest}: The artifact needs the model `llama` (SHA-256 {sha}), which is not at `/nowhere/llama`. Give the model that it was made with: --model FOLDER.",
            Refused());
    }

    [Fact]
    public void Another_model_under_the_same_name_is_refused_with_both_hashes()
    {
        Run("lora", TrialFixture.Model, test: 4);
        var other = RepositoryFiles.Fixture("models/qwen3");
        Edit(manifest => manifest["models"]!["base"]!["path"] = other);

        Assert.Equal(
            $"{Manifest}: The artifact needs the model `llama` (SHA-256 {ModelHash.Compute(TrialFixture.Model)}), but `{other}` has SHA-256 {ModelHash.Compute(other)}. Give the model that it was made with: --model FOLDER.",
            Refused());
    }

    [Fact]
    public void A_base_model_that_moved_is_found_where_it_is_said_to_be_and_beside_the_artifact()
    {
        Run("lora", TrialFixture.Model, test: 4);
        Edit(manifest => manifest["models"]!["base"]!["path"] = "/nowhere/llama");

        Assert.Equal(TrialFixture.Model, Artifact.Open(_trials.Artifact, [RepositoryFiles.Fixture("models/qwen3"), TrialFixture.Model]).ModelPath(Artifact.BaseModel));

        var copy = Path.Combine(_trials.Artifact, Artifact.ModelsFolder, Artifact.BaseModel);
        Copy(TrialFixture.Model, copy);
        Assert.Equal(copy, Artifact.Open(_trials.Artifact).ModelPath(Artifact.BaseModel));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer.json")]
    public void Every_file_that_decides_an_answer_is_part_of_a_models_hash(string file)
    {
        var copy = Path.Combine(_folder.Path, "model");
        Copy(TrialFixture.Model, copy);
        Assert.Equal(ModelHash.Compute(TrialFixture.Model), ModelHash.Compute(copy));

        var path = Path.Combine(copy, file);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.NotEqual(ModelHash.Compute(TrialFixture.Model), ModelHash.Compute(copy));
    }

    public void Dispose()
    {
        _trials.Dispose();
        _folder.Dispose();
    }

    private string Manifest => Path.Combine(_trials.Artifact, Artifact.ManifestName);

    /// <summary>Opens the artifact from another folder with nothing loaded before, one text at a time and all at once.</summary>
    private void AssertAnswersAsItsTrial(string rung, string? model, int test, JsonObject? settings = null)
    {
        _trials.Predictions.Clear();
        var context = Run(rung, model, test, settings);
        var moved = Path.Combine(_folder.Path, rung);
        Directory.Move(_trials.Artifact, moved);

        using var rungs = new RungRegistry();
        using var predictor = DecidingPredictor.Open(rungs.Find(rung)!, Artifact.Open(moved));

        TaskInput[] inputs = [.. context.Data.Test.Select(example => new TaskInput(example.Id, example.Text))];
        AssertLogged(context, inputs, Answers(inputs), Equal);
        AssertLogged(context, inputs, [.. inputs.Select(input => Assert.Single(Answers([input])))], EqualAlone);

        Answer[] Answers(TaskInput[] asked)
        {
            var answers = new Answer[asked.Length];
            predictor.Predict(asked, answer => answers[answer.Index] = answer, TestContext.Current.CancellationToken);
            return answers;
        }
    }

    private void AssertLogged(TrialContext context, TaskInput[] inputs, Answer[] answers, double tolerance)
    {
        var logged = _trials.Predictions.ToDictionary(prediction => prediction.Id);
        Assert.All(inputs.Zip(answers), pair =>
        {
            var (expected, answer) = (logged[pair.First.Id], pair.Second);
            Assert.Equal(expected.Predicted, answer.Labels is { } labels ? context.Task.Kind.ToLabels(labels, context.Data.Labels) : null);
            Assert.Equal(expected.Raw, answer.Raw);
            Assert.Equal(expected.PromptTokens, answer.PromptTokens);
            Assert.Equal(expected.Probabilities.Count, answer.Probabilities.Count);
            Assert.All(expected.Probabilities.Zip(answer.Probabilities), values => Assert.Equal(values.First, values.Second, tolerance));
        });
    }

    private TrialContext Run(string rung, string? model, int test, JsonObject? settings = null)
    {
        var all = settings ?? [];
        switch (rung)
        {
            case "lora" or "full":
                all["learning_rates"] = new JsonArray(1e-3);
                all["epochs"] = 1;
                break;
            case "scratch":
                all["learning_rates"] = new JsonArray(1e-3);
                all["epochs"] = 1;
                all["layers"] = 1;
                all["hidden"] = 32;
                break;
            case "few-shot" or "retrieval":
                all["shots"] = 2;
                break;
        }

        var context = _trials.Create(rung, all, dev: 4, test: test, model: model);
        using var rungs = new RungRegistry();
        TrialPipeline.Run(rungs.Find(rung)!, context, TestContext.Current.CancellationToken);
        return context;
    }

    private string Refused()
    {
        using var rungs = new RungRegistry();
        return Assert.Throws<Data.InputException>(() => rungs.Find(Artifact.ReadManifest(_trials.Artifact).Rung)!.Open(Artifact.Open(_trials.Artifact)).Dispose()).Message;
    }

    private void Edit(Action<JsonNode> edit)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Manifest))!;
        edit(manifest);
        File.WriteAllText(Manifest, manifest.ToJsonString());
    }

    private static void Copy(string model, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(model)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
