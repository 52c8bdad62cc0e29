using Fulcrum.Data;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Encoders;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Encoders;

public sealed class EncoderModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Parameters_are_those_of_the_checkpoint_under_the_names_of_one_with_a_head()
    {
        using var bert = new TinyBert();
        using var weights = WeightSource.Open(TinyBert.Folder);

        Assert.Equal(weights.Names.Select(name => $"bert.{name}").Order(), bert.Encoder.Parameters.Select(parameter => parameter.Key).Order());
        Assert.Equal(3 * 6 + 1, bert.Encoder.Linears.Count);
        Assert.True(bert.Encoder.Configuration.HasPooler);
        Assert.Null(bert.Encoder.Configuration.Labels);
    }

    [Fact]
    public void Tensors_with_what_is_no_number_are_named()
    {
        using var scope = NewDisposeScope();
        foreach (var name in (string[])["config.json", "tokenizer.json"]) File.Copy(Path.Combine(TinyBert.Folder, name), Path.Combine(_folder.Path, name));
        using (var weights = new SafetensorsFile(Path.Combine(TinyBert.Folder, "model.safetensors")))
        {
            var tensors = weights.Names.Select(name => KeyValuePair.Create(name, weights.ReadTensor(name))).ToList();
            tensors.Single(tensor => tensor.Key == "encoder.layer.1.output.dense.weight").Value.view(-1)[-1] = float.NaN;
            SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), tensors);
        }

        using var generator = new Generator(1);
        using EncoderModel sound = EncoderModel.Load(TinyBert.Folder), damaged = EncoderModel.Load(_folder.Path);
        using var classifier = EncoderModel.LoadForClassification(_folder.Path, ["a", "b"], generator);
        using var embedder = TextEmbedder.Load(_folder.Path);

        Assert.Empty(sound.Warnings);
        Assert.EndsWith("encoder.layer.1.output.dense.weight.", Assert.Single(damaged.Warnings));
        Assert.Equal(damaged.Warnings, classifier.Warnings);
        Assert.Equal(damaged.Warnings, embedder.Warnings);
    }

    [Fact]
    public void A_new_head_is_decided_by_its_seed_and_leaves_the_encoder_as_stored()
    {
        using var bert = new TinyBert();
        using EncoderModel first = WithHead(1), same = WithHead(1), other = WithHead(2);

        Assert.Equal([2, 64], Head(first).shape);
        Assert.True(Head(first).equal(Head(same)).all().item<bool>());
        Assert.False(Head(first).equal(Head(other)).all().item<bool>());
        Assert.All(bert.Encoder.Parameters, parameter =>
            Assert.True(parameter.Value.equal(first.Encoder.Parameters.ToDictionary()[parameter.Key]).all().item<bool>()));
    }

    [Fact]
    public void A_checkpoint_with_a_head_gives_it_back_with_its_labels()
    {
        CopyConfiguration("\"is_decoder\": false", "\"id2label\": {\"0\": \"ham\", \"1\": \"spam\"}");
        using (var model = WithHead(1))
        {
            SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), model.Encoder.Parameters);
            using var read = EncoderModel.Load(_folder.Path);

            Assert.Equal(["ham", "spam"], read.Configuration.Labels!);
            Assert.True(Head(model).equal(Head(read)).all().item<bool>());
        }

        using var replaced = EncoderModel.LoadForClassification(_folder.Path, ["a", "b", "c"], new Generator(1));
        Assert.Equal([3, 64], Head(replaced).shape);
    }

    [Fact]
    public void What_pre_training_left_behind_is_passed_over_and_the_old_names_of_norms_are_known()
    {
        CopyConfiguration();
        using var bert = new TinyBert();
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), bert.Encoder.Parameters
            .Where(parameter => !parameter.Key.StartsWith("bert.pooler", StringComparison.Ordinal))
            .Select(parameter => KeyValuePair.Create(
                parameter.Key.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal),
                parameter.Value))
            .Append(new("cls.predictions.bias", zeros(512)))
            .Append(new("bert.embeddings.position_ids", zeros(1, 256))));

        using var read = EncoderModel.Load(_folder.Path);
        using var classifier = EncoderModel.LoadForClassification(_folder.Path, ["a", "b"], new Generator(1));

        Assert.Equal(bert.Encoder.Parameters.Count - 2, read.Encoder.Parameters.Count);
        Assert.False(read.Configuration.HasPooler);
        Assert.Throws<InvalidOperationException>(() => read.Encoder.Pool(zeros(1, 1, 64)));
        Assert.Throws<InvalidOperationException>(() => read.Encoder.Classify(zeros(1, 1, ScalarType.Int64)));
        Assert.Equal([1, 2], classifier.Encoder.Classify(zeros(1, 1, ScalarType.Int64)).shape);
    }

    [Fact]
    public void A_norm_stored_under_its_old_and_its_new_name_is_refused()
    {
        CopyConfiguration();
        using var bert = new TinyBert();
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), bert.Encoder.Parameters
            .Append(new("bert.encoder.layer.0.output.LayerNorm.gamma", ones(64)))
            .Append(new("embeddings.LayerNorm.beta", zeros(64))));

        var errors = Assert.Throws<InputException>(() => EncoderModel.Load(_folder.Path)).Errors;

        Assert.Equal(
            [
                "The weights hold `bert.embeddings.LayerNorm.bias` twice, as `bert.embeddings.LayerNorm.bias` and `embeddings.LayerNorm.beta`.",
                "The weights hold `bert.encoder.layer.0.output.LayerNorm.weight` twice, as `bert.encoder.layer.0.output.LayerNorm.gamma` and `bert.encoder.layer.0.output.LayerNorm.weight`.",
            ],
            errors.Select(error => error.Message).Order(StringComparer.Ordinal));
        Assert.All(errors, error => Assert.Equal(_folder.Path, error.File));
    }

    [Fact]
    public void Gradients_reach_every_parameter()
    {
        using var scope = NewDisposeScope();
        using var model = WithHead(1);
        foreach (var (_, parameter) in model.Encoder.Parameters) parameter.requires_grad_();

        model.Encoder.Classify(tensor(new[,] { { 1L, 2, 3 }, { 4, 5, 0 } }), new([3, 2])).pow(3).sum().backward();

        // A bias on the keys moves all scores of a query alike, so its gradient is nothing but rounding.
        Assert.All(model.Encoder.Parameters.Where(parameter => !parameter.Key.EndsWith("key.bias", StringComparison.Ordinal)),
            parameter => Assert.True(parameter.Value.grad?.abs().max().item<float>() > 0, parameter.Key));
    }

    [Fact]
    public void A_long_text_loses_its_end_or_its_beginning_but_not_the_tokens_around_it()
    {
        using var model = EncoderModel.Load(MiniLM.Folder);
        const string Text = "one two three four";

        var (whole, begin, end) = (model.Tokenize(Text, 6), model.Tokenize(Text, 4), model.Tokenize(Text, 4, keepEnd: true));

        Assert.False(whole.WasCut);
        Assert.True(begin.WasCut && end.WasCut);
        Assert.Equal([101, .. whole.Ids[1..3], 102], begin.Ids);
        Assert.Equal([101, .. whole.Ids[3..5], 102], end.Ids);
    }

    [Theory]
    [InlineData("one [SEP] two")]
    [InlineData("[CLS][SEP][PAD][MASK]")]
    public void Tokens_spelled_out_in_a_text_stay_text_between_those_of_the_template(string text)
    {
        using var model = EncoderModel.Load(MiniLM.Folder);

        var ids = model.Tokenize(text, 256).Ids;

        Assert.Equal((101, 102), (ids[0], ids[^1]));
        Assert.DoesNotContain(ids[1..^1], model.Tokenizer.IsMarkup);
    }

    [Fact]
    public void Tokens_spelled_out_in_a_text_stay_text_without_a_template()
    {
        using var bert = new TinyBert();

        Assert.DoesNotContain(bert.Model.Tokenize("<s>one</s><pad> two", 256).Ids, bert.Model.Tokenizer.IsMarkup);
    }

    [Fact]
    public void Sequences_beyond_the_positions_are_refused()
    {
        using var scope = NewDisposeScope();
        using var bert = new TinyBert();

        Assert.Equal([1, 256, 64], bert.Encoder.Forward(zeros(1, 256, ScalarType.Int64)).shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => bert.Encoder.Forward(zeros(1, 257, ScalarType.Int64)));
    }

    [Theory]
    [InlineData("\"hidden_act\": \"gelu\"", "\"hidden_act\": \"relu\"", "relu")]
    [InlineData("\"hidden_act\": \"gelu\"", "\"position_embedding_type\": \"relative_key\"", "relative_key")]
    [InlineData("\"is_decoder\": false", "\"is_decoder\": true", "decoder")]
    [InlineData("\"num_attention_heads\": 4", "\"num_attention_heads\": 5", "5 heads")]
    [InlineData("\"model_type\": \"bert\"", "\"model_type\": \"roberta\"", "The model type roberta is not known. Known are: bert, falcon")]
    [InlineData("\"model_type\": \"bert\",", "", "no model_type")]
    public void A_configuration_that_would_be_computed_wrongly_is_refused(string old, string changed, string said)
    {
        CopyConfiguration(old, changed);

        Assert.Contains(said, Assert.Throws<InputException>(() => EncoderModel.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_do_not_fit_the_configuration_are_named()
    {
        CopyConfiguration("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2");
        File.Copy(Path.Combine(TinyBert.Folder, "model.safetensors"), Path.Combine(_folder.Path, "model.safetensors"));

        var errors = Assert.Throws<InputException>(() => EncoderModel.Load(_folder.Path)).Errors;

        Assert.Equal(16, errors.Count);
        Assert.All(errors, error => Assert.Contains("bert.encoder.layer.2", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_folder_is_refused() =>
        Assert.Contains("no such folder", Assert.Throws<InputException>(() => EncoderModel.Load(Path.Combine(_folder.Path, "absent"))).Message);

    public void Dispose() => _folder.Dispose();

    private static EncoderModel WithHead(ulong seed)
    {
        using var generator = new Generator(seed);
        return EncoderModel.LoadForClassification(TinyBert.Folder, ["ham", "spam"], generator);
    }

    private static Tensor Head(EncoderModel model) => model.Encoder.Linears["classifier"].Weight;

    private void CopyConfiguration(string old = "", string changed = "")
    {
        var configuration = File.ReadAllText(Path.Combine(TinyBert.Folder, "config.json"));
        _folder.Write("config.json", old.Length == 0 ? configuration : configuration.Replace(old, changed, StringComparison.Ordinal));
        File.Copy(Path.Combine(TinyBert.Folder, "tokenizer.json"), Path.Combine(_folder.Path, "tokenizer.json"));
    }
}
