namespace Fulcrum.Tests;

/// <summary>The tokenizers that have goldens.</summary>
internal static class TokenizerFolders
{
    /// <summary>A tokenizer's folder and its goldens; skips the test where it is a real model's and that is absent.</summary>
    public static (string Folder, string Golden) Find(string name) => name switch
    {
        "smollm2" => Real("SmolLM2-135M-Instruct", name),
        "minilm" => Real("all-MiniLM-L6-v2", name),
        _ => (RepositoryFiles.Fixture($"tokenizers/{name}"), RepositoryFiles.Fixture($"tokenizers/goldens/{name}.json")),
    };

    private static (string Folder, string Golden) Real(string model, string name) =>
        (RepositoryFiles.Shared($"models/{model}"), RepositoryFiles.Shared($"reference/tokenizers/goldens/{name}.json"));
}
