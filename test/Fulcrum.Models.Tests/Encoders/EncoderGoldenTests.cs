using Fulcrum.Models.Architecture;
using Fulcrum.Models.Encoders;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests.Encoders;

public sealed class EncoderGoldenTests
{
    /// <summary>That of classification heads, from the reference's README.</summary>
    private const double HeadTolerance = 1e-5;

    [Fact]
    public void The_hidden_state_of_every_layer_equals_the_reference()
    {
        using var scope = NewDisposeScope();
        using var bert = new TinyBert();

        var hidden = bert.Encoder.Embed(bert.Golden["input_ids"]);
        Golden.AssertClose(bert.Golden["hidden.embed"], hidden, bert.Tolerance);
        for (var layer = 0; layer < bert.Encoder.Configuration.LayerCount; layer++)
        {
            hidden = bert.Encoder.Run(hidden, layer, layer + 1);
            Golden.AssertClose(bert.Golden[$"hidden.layer{layer}"], hidden, bert.Tolerance);
        }

        Golden.AssertClose(bert.Golden["last_hidden_state"], bert.Encoder.Forward(bert.Golden["input_ids"]), bert.Tolerance);
        Golden.AssertClose(bert.Golden["pooler_output"], bert.Encoder.Pool(hidden), bert.Tolerance);
    }

    [Fact]
    public void Token_types_equal_the_reference()
    {
        using var scope = NewDisposeScope();
        using var bert = new TinyBert();

        var hidden = bert.Encoder.Forward(bert.Golden["input_ids"], tokenTypes: bert.Golden["segments.token_type_ids"]);

        Golden.AssertClose(bert.Golden["segments.last_hidden_state"], hidden, bert.Tolerance);
    }

    [Theory]
    [InlineData("left")]
    [InlineData("right")]
    public void Padded_rows_equal_the_reference_at_every_real_token(string side)
    {
        using var scope = NewDisposeScope();
        using var bert = new TinyBert();
        var mask = bert.Golden[$"{side}.attention_mask"];

        var hidden = bert.Encoder.Forward(bert.Golden[$"{side}.input_ids"], Padding(mask, left: side == "left"));

        Golden.AssertClose(bert.Golden[$"{side}.last_hidden_state"], hidden * mask.unsqueeze(-1), bert.Tolerance);
    }

    [Theory]
    [InlineData("")]
    [InlineData("right_padded/")]
    public void The_scores_of_a_classification_head_equal_the_reference(string batch)
    {
        using var scope = NewDisposeScope();
        using var golden = new Golden(RepositoryFiles.Fixture("peft/lora-seq-cls/bert/golden.safetensors"));
        using var generator = new Generator(1);
        using var model = EncoderModel.LoadForClassification(TinyBert.Folder, ["a", "b", "c"], generator);
        var head = model.Encoder.Linears["classifier"];
        using (no_grad())
        {
            head.Weight.copy_(golden["base_head/classifier.weight"]);
            head.Bias!.copy_(golden["base_head/classifier.bias"]);
        }

        var scores = model.Encoder.Classify(golden[$"{batch}input_ids"], Padding(golden[$"{batch}attention_mask"], left: false));

        Golden.AssertClose(golden[$"{batch}base_logits"], scores, HeadTolerance);
    }

    [Fact]
    public void The_hidden_states_of_the_real_MiniLM_equal_the_reference()
    {
        using var scope = NewDisposeScope();
        using var golden = new Golden(MiniLM.Goldens);
        using var model = EncoderModel.Load(MiniLM.Folder);
        var (ids, _) = model.Tokenize("A man is eating food.", 256);

        var tokens = tensor(ids.Select(id => (long)id).ToArray()).unsqueeze(0);
        var hidden = model.Encoder.Embed(tokens);
        Golden.AssertClose(golden["sentence0.hidden_states.0"], hidden[0], 1e-5);
        for (var layer = 0; layer < 6; layer++)
        {
            hidden = model.Encoder.Run(hidden, layer, layer + 1);
            Golden.AssertClose(golden[$"sentence0.hidden_states.{layer + 1}"], hidden[0], 1e-5);
        }

        Golden.AssertClose(golden["sentence0.last_hidden_state"], model.Encoder.Forward(tokens)[0], 1e-5);
        Golden.AssertClose(golden["sentence0.pooler_output"], model.Encoder.Pool(hidden)[0], 1e-5);
    }

    private static RowPadding Padding(Tensor mask, bool left) => new([.. mask.sum(1).data<long>().Select(length => (int)length)], left);
}
