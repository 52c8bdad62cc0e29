using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;
using Fulcrum.Models.Verification;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests;

/// <summary>Goldens: the base models with the heads of peft's classification cases.</summary>
public sealed class SequenceClassifierTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("llama", "")]
    [InlineData("llama", "left_padded/")]
    [InlineData("llama", "right_padded/")]
    [InlineData("gpt2", "")]
    [InlineData("gpt2", "right_padded/")] // where it pads on the left, the reference counts positions over the padding
    public void Scores_of_the_last_real_token_equal_the_reference(string name, string batch)
    {
        using var golden = Open(name);
        using var classifier = SequenceClassifier.Load(_folder.Path);
        int[] lengths = [.. golden[$"{batch}attention_mask"].sum(1).data<long>().Select(length => (int)length)];

        var scores = classifier.Forward(golden[$"{batch}input_ids"], new RowPadding(lengths, Left: batch == "left_padded/"));

        Golden.AssertClose(golden[$"{batch}base_logits"], scores, Tolerance);
    }

    [Theory]
    [InlineData("llama", new[] { "logits", "left.logits", "right.logits" })]
    [InlineData("gpt2", new[] { "logits", "right.logits" })]
    public void A_classifier_is_verified_by_the_scores_of_the_reference(string name, string[] outputs)
    {
        using var golden = Open(name);
        SafetensorsWriter.Write(Path.Combine(_folder.Path, "golden.safetensors"), golden.Names
            .Where(tensor => tensor.EndsWith("input_ids", StringComparison.Ordinal) || tensor.EndsWith("attention_mask", StringComparison.Ordinal) || tensor.EndsWith("base_logits", StringComparison.Ordinal))
            .Select(tensor => KeyValuePair.Create(tensor.Replace("_padded/", ".", StringComparison.Ordinal).Replace("base_", "", StringComparison.Ordinal), golden[tensor])));
        using var classifier = SequenceClassifier.Load(_folder.Path);
        using var reference = new GoldenFile(_folder.Path);

        var differences = DecoderVerification.Run(classifier, reference).ToList();

        Assert.Equal(outputs, differences.Select(difference => difference.Output));
        Assert.All(differences, difference => Assert.InRange(difference.Difference, 0, Tolerance));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public void A_row_padded_on_the_left_scores_as_it_does_alone(string name)
    {
        using var golden = Open(name);
        using var classifier = SequenceClassifier.Load(_folder.Path);
        using var noGradient = no_grad();
        var ids = golden["left_padded/input_ids"];
        int[] lengths = [.. golden["left_padded/attention_mask"].sum(1).data<long>().Select(length => (int)length)];

        var scores = classifier.Forward(ids, new RowPadding(lengths, Left: true));

        foreach (var (row, length) in lengths.Index())
            Golden.AssertClose(classifier.Forward(ids[row, ^length..].unsqueeze(0)), scores[row].unsqueeze(0), Tolerance);
    }

    [Fact]
    public void A_decoder_is_opened_with_the_head_that_it_is_given()
    {
        using var golden = Open("llama");
        using var classifier = SequenceClassifier.Load(RepositoryFiles.Fixture("models/llama"), golden["base_head/score.weight"]);
        using var other = SequenceClassifier.Load(_folder.Path, golden["base_head/score.weight"] * 2);

        Golden.AssertClose(golden["base_logits"], classifier.Forward(golden["input_ids"]), Tolerance);
        Golden.AssertClose(golden["base_logits"] * 2, other.Forward(golden["input_ids"]), Tolerance);
        Assert.Contains("[3, 5]", Refused(() => SequenceClassifier.Load(_folder.Path, zeros(3, 5))).Message);
    }

    [Fact]
    public void Scores_with_a_merged_adapter_equal_the_reference()
    {
        using var golden = Open("llama");
        using var classifier = SequenceClassifier.Load(_folder.Path);
        using var noGradient = no_grad();
        var parameters = classifier.Decoder.Parameters.ToDictionary();
        foreach (var name in golden.Names.Where(name => name.StartsWith("merged/", StringComparison.Ordinal)))
            parameters[name["merged/".Length..]].copy_(golden[name]);

        Golden.AssertClose(golden["merged_logits"], classifier.Forward(golden["input_ids"]), Tolerance);
    }

    [Theory]
    [MemberData(nameof(TinyModels.Decoders), MemberType = typeof(TinyModels))]
    public void Every_decoder_can_be_a_classifier(string name)
    {
        var configuration = ConfigurationFile.Read(RepositoryFiles.Fixture($"models/{name}/config.json")) with { Labels = ["a", "b", "c"] };
        using var decoder = Decoder.Create(configuration, new Generator(3));

        Assert.Equal([3, configuration.HiddenSize], decoder.Parameters.ToDictionary()["score.weight"].shape);
        Assert.Same(decoder.Head, decoder.Linears["score"]);
        Assert.False(decoder.Linears.ContainsKey("lm_head"));
        Assert.Equal([2, 3], decoder.Logits(decoder.Forward(tensor(new[,] { { 5L, 6 }, { 7, 8 } }))[.., -1]).shape);
    }

    [Fact]
    public void Labels_are_those_of_the_configuration()
    {
        using (Open("llama", json => json["id2label"] = new JsonObject { ["2"] = "c", ["0"] = "a", ["1"] = "b" }))
        using (var classifier = SequenceClassifier.Load(_folder.Path))
        {
            Assert.Equal(["a", "b", "c"], classifier.Labels);
        }
    }

    [Fact]
    public void Two_labels_are_what_a_configuration_leaves_out()
    {
        using var golden = Open("llama", json => json.Remove("id2label"));

        Assert.Contains("[3, 64] where the configuration asks for [2, 64]", Refused(() => SequenceClassifier.Load(_folder.Path)).Message);
        Assert.Equal(["LABEL_0", "LABEL_1"], ConfigurationFile.Read(Path.Combine(_folder.Path, "config.json")).Labels);
    }

    [Fact]
    public void Labels_with_a_gap_are_refused()
    {
        using var golden = Open("llama", json => json["id2label"] = new JsonObject { ["0"] = "a", ["2"] = "c" });

        Assert.Contains("none for 1", Refused(() => SequenceClassifier.Load(_folder.Path)).Message);
    }

    [Fact]
    public void A_language_model_is_no_classifier_and_a_classifier_no_language_model()
    {
        using var golden = Open("llama");

        Assert.Contains("predicts classes", Refused(() => LanguageModel.Load(_folder.Path)).Message);
        Assert.Contains("predicts tokens", Refused(() => SequenceClassifier.Load(RepositoryFiles.Fixture("models/llama"))).Message);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _scope.Dispose();
    }

    private static InputException Refused(Func<IDisposable> load) => Assert.Throws<InputException>(() => load().Dispose());

    /// <summary>Puts the head on the base model, as transformers saves such a model.</summary>
    private Golden Open(string name, Action<JsonObject>? change = null)
    {
        var json = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture($"models/{name}/config.json")))!.AsObject();
        json["architectures"] = new JsonArray("AnyForSequenceClassification");
        json["id2label"] = new JsonObject { ["0"] = "LABEL_0", ["1"] = "LABEL_1", ["2"] = "LABEL_2" };
        change?.Invoke(json);
        _folder.Write("config.json", json.ToJsonString());

        var golden = new Golden(RepositoryFiles.Fixture($"peft/lora-seq-cls/{name}/golden.safetensors"));
        using var weights = new SafetensorsFile(RepositoryFiles.Fixture($"models/{name}/model.safetensors"));
        using var inner = NewDisposeScope();
        SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), weights.Names
            .Select(tensor => KeyValuePair.Create(tensor, weights.ReadTensor(tensor)))
            .Append(new("score.weight", golden["base_head/score.weight"])));
        return golden;
    }
}
