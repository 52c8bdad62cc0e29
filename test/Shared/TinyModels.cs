namespace Fulcrum.Tests;

/// <summary>The tiny random models of the reference implementation.</summary>
internal static class TinyModels
{
    /// <summary>Every decoder, two of some families.</summary>
    public static TheoryData<string> Decoders =>
        ["falcon", "falcon-new", "gemma3", "gemma3-full", "gpt2", "llama", "llama3-rope", "mistral", "phi3", "qwen2", "qwen3"];

    /// <summary>Copies one into a new folder, with the tokenizer that all share, and gives that folder back.</summary>
    public static string Copy(string name, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in (string[])["config.json", "model.safetensors"]) File.Copy(RepositoryFiles.Fixture($"models/{name}/{file}"), Path.Combine(folder, file));
        File.Copy(RepositoryFiles.Fixture("models/llama/tokenizer.json"), Path.Combine(folder, "tokenizer.json"));
        return folder;
    }
}
