using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Fulcrum.Data.Npm;

/// <summary>A package of the npm registry, kept in a cache so that it is fetched once.</summary>
/// <param name="Specification">Its name and version.</param>
/// <param name="KnownIntegrity">The <c>sha512-…</c> that its tarball must have, where it is known beforehand.</param>
internal sealed record NpmPackage(NpmSpecification Specification, string? KnownIntegrity)
{
    /// <summary>The path of the package's tarball, fetched by npm unless an intact copy is in the cache.</summary>
    /// <param name="cacheFolder">Where it is kept; nothing is written elsewhere.</param>
    /// <param name="npm">The npm client's full path; <see langword="null"/> where there is none.</param>
    /// <param name="report">Told what is done.</param>
    /// <param name="cancellationToken">Ends npm.</param>
    /// <exception cref="InputException">npm is not installed, cannot reach the registry, or delivers something else than was promised.</exception>
    public async Task<string> FetchAsync(string cacheFolder, string? npm, Action<string> report, CancellationToken cancellationToken)
    {
        try
        {
            return await FetchIntoAsync(Path.Combine(cacheFolder, "npm"), npm, report, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(cacheFolder, e);
        }
    }

    private async Task<string> FetchIntoAsync(string folder, string? npm, Action<string> report, CancellationToken cancellationToken)
    {
        var tarball = Path.Combine(folder, $"{Specification.Name.TrimStart('@').Replace('/', '-')}-{Specification.Version}.tgz");
        // Written before the tarball is moved into place: a tarball in the cache always has its checksum beside it.
        var checksum = tarball + ".sha512";
        if (File.Exists(tarball) && File.Exists(checksum))
        {
            var expected = KnownIntegrity ?? await File.ReadAllTextAsync(checksum, cancellationToken).ConfigureAwait(false);
            if (await IntegrityOfAsync(tarball, cancellationToken).ConfigureAwait(false) == expected) return tarball;
        }

        report($"fetching {Specification} with npm");
        Directory.CreateDirectory(folder);
        var download = Directory.CreateDirectory(Path.Combine(folder, $".download-{Guid.NewGuid():N}"));
        try
        {
            var (file, reported) = await PackAsync(npm, download.FullName, cancellationToken).ConfigureAwait(false);
            var actual = await IntegrityOfAsync(file, cancellationToken).ConfigureAwait(false);
            if (actual != reported || (KnownIntegrity is not null && actual != KnownIntegrity)) throw WrongContent(actual, KnownIntegrity ?? reported);
            var written = Path.Combine(download.FullName, "checksum");
            await File.WriteAllTextAsync(written, actual, cancellationToken).ConfigureAwait(false);
            File.Move(written, checksum, overwrite: true);
            File.Move(file, tarball, overwrite: true);
            return tarball;
        }
        finally
        {
            download.Delete(recursive: true);
        }
    }

    private static InputException Unwritable(string folder, Exception cause) =>
        new(
            new InputError($"The cache folder `{folder}` cannot be used: {cause.Message}")
            {
                Remedy = "Make room or give write access, or name another folder in the environment variable FULCRUM_CACHE.",
            },
            cause);

    /// <summary>Runs <c>npm pack</c>; returns the tarball and the integrity that npm reports for it.</summary>
    private async Task<(string File, string Integrity)> PackAsync(string? npm, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(npm ?? throw NotStarted("it is not in PATH"))
        {
            ArgumentList = { "pack", "--ignore-scripts", "--json", "--fetch-retries=1", "--pack-destination", folder, "--", Specification.ToString() },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0) throw Failed(await errors.ConfigureAwait(false));
            var integrity = Integrity(await output.ConfigureAwait(false));
            // The reported file name of a scoped package differs between versions of npm; the folder holds nothing else.
            if (integrity is null || Directory.GetFiles(folder, "*.tgz") is not [var file]) throw NotUnderstood();
            return (file, integrity);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw NotStarted(e.Message, e);
        }
    }

    private InputException NotStarted(string reason, Exception? cause = null) =>
        new(
            new InputError($"`npm:{Specification.Name}` needs the npm client, which could not be started: {reason}.")
            {
                Remedy = "Install Node.js (it brings npm), or name a data file or folder instead.",
            },
            cause);

    /// <summary>What npm reports of the one package that it packed.</summary>
    private static string? Integrity(string report)
    {
        try
        {
            using var json = JsonDocument.Parse(report);
            return json.RootElement is { ValueKind: JsonValueKind.Array } packed && packed.GetArrayLength() == 1
                && packed[0].ValueKind == JsonValueKind.Object && packed[0].TryGetProperty("integrity", out var integrity) && integrity.ValueKind == JsonValueKind.String
                ? integrity.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private InputException NotUnderstood() =>
        new(new InputError($"npm did not say what it fetched for {Specification}.")
        {
            Remedy = "Give one version, as in name@1.2.3, and use npm 9 or newer.",
        });

    private InputException Failed(string npmErrors)
    {
        var lines = npmErrors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith("npm error", StringComparison.OrdinalIgnoreCase) && !line.Contains("log of this run", StringComparison.Ordinal))
            .Select(line => line["npm error".Length..].Trim())
            .Take(3);
        return new InputException(new InputError($"npm could not fetch {Specification}: {string.Join(" ", lines)}")
        {
            Remedy = "Check the network (and the registry that `npm config get registry` names). Once fetched, the package is read from the cache without a network.",
        });
    }

    private InputException WrongContent(string actual, string expected) =>
        new(new InputError($"{Specification} has the checksum {actual} where {expected} was promised; it was not used.")
        {
            Remedy = "Try again; if it stays so, the registry or a proxy delivers another file.",
        });

    private static async Task<string> IntegrityOfAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return "sha512-" + Convert.ToBase64String(await SHA512.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
