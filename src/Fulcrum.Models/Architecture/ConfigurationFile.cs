using Fulcrum.Data;

namespace Fulcrum.Models.Architecture;

/// <summary>Reads the <c>config.json</c> of a Hugging Face folder.</summary>
public static class ConfigurationFile
{
    /// <summary>Reads the configuration; <c>generation_config.json</c> beside it may name more tokens that end a sequence.</summary>
    /// <exception cref="InputException">The file is absent or malformed, the model type unknown, or values make no sense.</exception>
    public static ModelConfiguration Read(string path)
    {
        var configuration = ModelFamilies.Read(ConfigurationJson.Open(path));
        var generation = Path.Combine(Path.GetDirectoryName(path)!, "generation_config.json");
        if (!File.Exists(generation)) return configuration;
        return configuration with
        {
            EndTokens = [.. configuration.EndTokens.Union(ConfigurationJson.Open(generation).Tokens("eos_token_id"))],
        };
    }
}
