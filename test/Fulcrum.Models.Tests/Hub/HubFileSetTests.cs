using Fulcrum.Data;
using Fulcrum.Models.Hub;

namespace Fulcrum.Models.Tests.Hub;

public sealed class HubFileSetTests
{
    [Theory]
    [InlineData("model.safetensors pytorch_model.bin", "model.safetensors")]
    [InlineData("model.safetensors.index.json model-1.safetensors consolidated.safetensors", "model.safetensors.index.json")]
    [InlineData("weights.safetensors onnx/other.safetensors", "weights.safetensors")]
    [InlineData("tiny.Q8_0.gguf", "tiny.Q8_0.gguf")]
    [InlineData("model.safetensors modules.json 2_Dense/config.json 2_Dense/model.safetensors 2_Dense/pytorch_model.bin", "modules.json 2_Dense/config.json 2_Dense/model.safetensors model.safetensors")]
    public void One_set_of_weights_is_chosen_and_never_a_pickle(string files, string chosen) =>
        Assert.Equal(chosen.Split(' '), Choose(files));

    [Theory]
    [InlineData("config.json pytorch_model.bin", "pickles can run code")]
    [InlineData("a.Q4.gguf a.Q8.gguf", "hf:org/name:a.Q4.gguf, hf:org/name:a.Q8.gguf")]
    [InlineData("model.onnx", "no weights that Fulcrum reads")]
    public void What_cannot_be_chosen_is_refused_with_what_to_do(string files, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Choose(files)).Message, StringComparison.Ordinal);

    private static IReadOnlyList<string> Choose(string files) => HubFileSet.Choose(HubName.Parse("hf:org/name"), files.Split(' '));
}
