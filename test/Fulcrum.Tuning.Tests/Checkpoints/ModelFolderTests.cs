using Fulcrum.Models;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;
using Fulcrum.Tests;
using Fulcrum.Tuning.Checkpoints;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Checkpoints;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Models => ["falcon", "falcon-new", "gemma3", "gemma3-full", "gpt2", "llama", "mistral", "phi3", "qwen2", "qwen3"];

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_saved_loads_again_and_saves_to_the_same_bytes(string name)
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Path.Combine(_folder.Path, "first"), Path.Combine(_folder.Path, "second"));
        var configuration = ConfigurationFile.Read(RepositoryFiles.Fixture($"models/{name}/config.json"));
        using var decoder = Decoder.Create(configuration, new Generator(5));
        ModelFolder.WriteWeights(first, decoder);
        File.Copy(RepositoryFiles.Fixture($"models/{name}/config.json"), Path.Combine(first, "config.json"));

        using var loaded = LanguageModel.Load(first);
        ModelFolder.WriteWeights(second, loaded.Decoder);

        Assert.Equal(File.ReadAllBytes(Path.Combine(first, "model.safetensors")), File.ReadAllBytes(Path.Combine(second, "model.safetensors")));
        Numbers.AssertClose(Logits(decoder), Logits(loaded.Decoder), 0);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Weights_are_read_back_into_the_decoder_that_wrote_them(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var decoder = Decoder.Create(ConfigurationFile.Read(RepositoryFiles.Fixture($"models/{name}/config.json")), new Generator(5));
        var before = Logits(decoder);
        ModelFolder.WriteWeights(_folder.Path, decoder);
        File.Copy(RepositoryFiles.Fixture($"models/{name}/config.json"), Path.Combine(_folder.Path, "config.json"));

        using var read = LanguageModel.Load(_folder.Path);

        Numbers.AssertClose(before, Logits(read.Decoder), 0);
    }

    public void Dispose() => _folder.Dispose();

    private static Tensor Logits(Decoder decoder)
    {
        using var noGradient = no_grad();
        return decoder.Logits(decoder.Forward(tensor(new[,] { { 7L, 300, 2, 41 } })));
    }
}
