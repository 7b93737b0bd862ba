using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>The address of a job of a REST service, and the cookies and headers of the login. Another program uses the job with them. It is as secret as a password, and never printed.</summary>
/// <param name="ServiceUri">The service.</param>
/// <param name="JobUri">The job; its path ends with the number.</param>
/// <param name="Cookies">The cookies of the login, by their names.</param>
/// <param name="Headers">The headers of the login, by their names.</param>
/// <remarks>The database that tool chains write for programs with live data has these four. The login ends some time after its last use. Protocol: spalloc.md, "Sessions".</remarks>
public sealed record JobAccess(string ServiceUri, string JobUri, IReadOnlyDictionary<string, string> Cookies, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The number of the job.</summary>
    /// <exception cref="InvalidParameterException">The address of the job has none.</exception>
    public int JobId => int.TryParse(JobUri.TrimEnd('/').Split('/')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
        ? id
        : throw new InvalidParameterException(nameof(JobUri), JobUri, "its path must end with the number of a job");

    /// <summary>The parts of it that are no secret.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{JobUri} with {Cookies.Count} cookies and {Headers.Count} headers");
}
