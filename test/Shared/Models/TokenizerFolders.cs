namespace Fulcrum.Tests;

/// <summary>The tokenizers that have goldens.</summary>
internal static class TokenizerFolders
{
    /// <summary>A tokenizer's folder and its goldens; skips the test where it is a real model's and that is absent.</summary>
    public static (string Folder, string Golden) Find(string name) => name switch
    {
        "smollm2" => (RepositoryFiles.Shared("models/SmolLM2-135M-Instruct"), RepositoryFiles.Shared($"reference/tokenizers/goldens/{name}.json")),
        "minilm" => (MiniLM.Folder, Golden(name)),
        _ => (RepositoryFiles.Fixture($"tokenizers/{name}"), Golden(name)),
    };

    private static string Golden(string name) => RepositoryFiles.Fixture($"tokenizers/goldens/{name}.json");
}
