using Fulcrum.Data;
using Fulcrum.Models.Formats;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Inspection;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Formats;

public sealed class WeightSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("golden.safetensors")]
    [InlineData("adapter_model.safetensors")]
    public void What_lies_beside_a_model_is_not_taken_for_it(string companion)
    {
        Copy("models/llama/golden.safetensors", companion);
        Copy("models/gguf/tiny-llama.Q8_0.gguf", "tiny.gguf");

        using var weights = WeightSource.Open(_folder.Path);

        Assert.IsType<GgufWeights>(weights);
    }

    [Theory]
    [InlineData("golden.safetensors")]
    [InlineData("adapter_model.safetensors")]
    public void Pickled_weights_are_refused_as_such_beside_them(string companion)
    {
        Copy("models/llama/golden.safetensors", companion);
        _folder.Write("pytorch_model.bin", "pickle");

        Assert.Contains("can run code", Assert.Throws<InputException>(() => WeightSource.Open(_folder.Path)).Message);
    }

    [Fact]
    public void Alone_they_are_no_model()
    {
        Copy("models/llama/golden.safetensors", "golden.safetensors");

        Assert.Contains("no weight file", Assert.Throws<InputException>(() => WeightSource.Open(_folder.Path)).Message);
    }

    [Theory]
    [InlineData("models/llama/model.safetensors", "model.safetensors")]
    [InlineData("models/gguf/tiny-llama.Q8_0.gguf", "tiny.gguf")]
    public void The_size_of_a_model_is_that_of_the_weights_opened(string source, string name)
    {
        Copy(source, name);
        Copy("models/llama/config.json", "config.json");
        Copy("models/llama/golden.safetensors", "golden.safetensors");

        Assert.Equal(new FileInfo(RepositoryFiles.Fixture(source)).Length, ModelSummary.Read(_folder.Path).FileBytes);
    }

    [Fact]
    public void The_size_of_a_model_in_shards_is_that_of_all_shards()
    {
        var sharded = RepositoryFiles.Fixture("models/llama-sharded");

        Assert.Equal(Directory.GetFiles(sharded, "*.safetensors").Sum(file => new FileInfo(file).Length), ModelSummary.Read(sharded).FileBytes);
    }

    public void Dispose() => _folder.Dispose();

    private void Copy(string fixture, string name) => File.Copy(RepositoryFiles.Fixture(fixture), Path.Combine(_folder.Path, name));
}
