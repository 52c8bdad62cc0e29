using System.Diagnostics;
using System.Text.Json;

namespace Fulcrum.Bench;

/// <summary>llama.cpp on the same file, through the npm package node-llama-cpp. Rates are tokens per second.</summary>
internal sealed record LlamaCpp(double LoadSeconds, double Prefill, double Decode, double BatchDecode)
{
    private const string Package = "node-llama-cpp@3.22.1";

    /// <summary>Measures it. The package is installed into a cache folder the first time.</summary>
    /// <exception cref="InvalidOperationException">npm or the script failed; what it said went to the terminal.</exception>
    public static LlamaCpp Measure(string model, int threads)
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "fulcrum", "bench", Package);
        Directory.CreateDirectory(cache);
        if (!Directory.Exists(Path.Combine(cache, "node_modules"))) Run("npm", cache, "install", "--no-audit", "--no-fund", Package);
        var script = Path.Combine(cache, "llama-cpp.mjs");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "llama-cpp.mjs"), script, overwrite: true);
        var output = Run("node", cache, script, Path.GetFullPath(model), $"{threads}", $"{ModelMeasurement.PromptTokens}", $"{ModelMeasurement.DecodedTokens}");
        return JsonSerializer.Deserialize<LlamaCpp>(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], JsonSerializerOptions.Web)!;
    }

    private static string Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["NODE_LLAMA_CPP_SKIP_DOWNLOAD"] = "true";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed:\n{output}");
    }
}
