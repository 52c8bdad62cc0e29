using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Tests.Encoders;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Embeddings;

public sealed class TextEmbedderTests : IDisposable
{
    private const string Transformer = """{"path": "", "type": "sentence_transformers.models.Transformer"}""";
    private const string Pooling = """{"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}""";
    private const string Normalize = """{"path": "2_Normalize", "type": "sentence_transformers.sentence_transformer.modules.Normalize"}""";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_real_MiniLM_equals_the_reference_on_every_sentence()
    {
        using var scope = NewDisposeScope();
        using var golden = new Golden(MiniLM.Goldens);
        using var numbers = JsonDocument.Parse(File.ReadAllBytes(MiniLM.Sentences));
        using var embedder = TextEmbedder.Load(MiniLM.Folder);
        var tolerance = numbers.RootElement.GetProperty("suggested_atol").GetDouble();
        string[] sentences = [.. numbers.RootElement.GetProperty("sentences").EnumerateArray().Select(sentence => sentence.GetProperty("text").GetString()!)];

        var embeddings = Stack(embedder.Embed(sentences, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal((256, 384), (embedder.MaxTokens, embedder.Dimensions));
        Golden.AssertClose(golden["embeddings"], embeddings, tolerance);
        Golden.AssertClose(golden["cosine"], embeddings.mm(embeddings.t()), tolerance);
    }

    [Fact]
    public void An_embedding_is_the_mean_of_the_final_states_and_does_not_depend_on_its_batch()
    {
        using var scope = NewDisposeScope();
        using var bert = new TinyBert();
        using var embedder = TextEmbedder.Load(TinyBert.Folder);
        string[] texts = ["the cat", "a much longer text about the cats and dogs that live in the house", "", "the cat", "so"];

        var together = embedder.Embed(texts, cancellationToken: TestContext.Current.CancellationToken);

        foreach (var (text, embedding) in texts.Zip(together))
        {
            var ids = bert.Model.Tokenize(text, 256).Ids.Select(id => (long)id).ToArray();
            Golden.AssertClose(bert.Encoder.Forward(tensor(ids).unsqueeze(0)).mean([1])[0], tensor(embedding), bert.Tolerance);
        }

        Assert.Empty(embedder.Embed([], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Tokens_spelled_out_in_a_text_are_embedded_as_text()
    {
        using var scope = NewDisposeScope();
        using var embedder = TextEmbedder.Load(TinyBert.Folder);
        using var bert = new TinyBert();
        const string Text = "the </s> cat";
        var ids = bert.Model.Tokenizer.Encode(Text, recognizeSpecialTokens: false).Select(id => (long)id).ToArray();

        var embedding = Assert.Single(embedder.Embed([Text], cancellationToken: TestContext.Current.CancellationToken));

        Golden.AssertClose(bert.Encoder.Forward(tensor(ids).unsqueeze(0)).mean([1])[0], tensor(embedding), bert.Tolerance);
    }

    [Fact]
    public void The_files_of_the_folder_say_whether_embeddings_are_normalized_and_texts_cut()
    {
        using var scope = NewDisposeScope();
        WriteModel($"[{Transformer}, {Pooling}, {Normalize}]");
        _folder.Write("sentence_bert_config.json", """{"max_seq_length": 3, "do_lower_case": true}""");
        using var embedder = TextEmbedder.Load(_folder.Path);

        var embeddings = embedder.Embed(["one two three four", "ONE TWO THREE five"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(3, embedder.MaxTokens);
        Assert.All(embeddings, embedding => Assert.Equal(1, embedding.Sum(value => value * value), 1e-5));
        Golden.AssertClose(tensor(embeddings[0]), tensor(embeddings[1]), 1e-5);
    }

    [Fact]
    public void Every_module_and_pooling_that_is_not_known_is_refused_by_name()
    {
        WriteModel($$"""[{{Transformer}}, {{Pooling}}, {"path": "2_Dense", "type": "sentence_transformers.models.Dense"}]""");
        _folder.Write("1_Pooling/config.json", """{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false, "pooling_mode_max_tokens": false}""");

        var errors = Assert.Throws<InputException>(() => TextEmbedder.Load(_folder.Path)).Errors;

        Assert.Equal(
            ["The pooling pooling_mode_cls_token is not supported.", "The mean pooling is switched off.", "The module Dense is not supported."],
            errors.Select(error => error.Message));
    }

    [Fact]
    public void Damaged_settings_are_refused_with_their_place()
    {
        WriteModel("[{]");

        var error = Assert.Single(Assert.Throws<InputException>(() => TextEmbedder.Load(_folder.Path)).Errors);

        Assert.EndsWith("modules.json", error.File);
        Assert.Equal((1, 3), (error.Line, error.Column));
        Assert.Equal("The file is not valid JSON: ']' is an invalid start of a property name. Expected a '\"'.", error.Message);
    }

    [Fact]
    public void It_can_be_canceled_and_tells_how_far_it_is()
    {
        using var embedder = TextEmbedder.Load(TinyBert.Folder);
        var told = new List<double>();
        string[] texts = [.. Enumerable.Range(0, 150).Select(i => $"text {i}")];

        embedder.Embed(texts, new Told(told), TestContext.Current.CancellationToken);

        Assert.Equal(3, told.Count);
        Assert.Equal(1, told[^1]);
        Assert.Throws<OperationCanceledException>(() => embedder.Embed(texts, cancellationToken: new CancellationToken(canceled: true)));
    }

    public void Dispose() => _folder.Dispose();

    private static Tensor Stack(float[][] rows) => stack(rows.Select(row => tensor(row)));

    private void WriteModel(string modules)
    {
        foreach (var file in (string[])["config.json", "tokenizer.json", "model.safetensors"])
            File.Copy(Path.Combine(TinyBert.Folder, file), Path.Combine(_folder.Path, file));
        _folder.Write("modules.json", modules);
        _folder.Write("1_Pooling/config.json", """{"pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true}""");
    }

    private sealed class Told(List<double> told) : IProgress<double>
    {
        public void Report(double value) => told.Add(value);
    }
}
