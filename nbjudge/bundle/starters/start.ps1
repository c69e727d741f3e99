# Makes the course ready on Windows, and opens it: finds a Python, and lets start.py do it.
Set-Location -LiteralPath $PSScriptRoot

function Test-Right($python) {
    $command, $options = $python
    try {
        & $command @options -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>$null | Out-Null
        return $LASTEXITCODE -eq 0
    } catch {
        return $false
    }
}

if (-not (Test-Path -LiteralPath 'engine/start.py')) {
    Write-Host "The course's other files are missing here. Unpack the whole zip, and start it from there."
    exit 1
}

$found = $null
$old = $null
$candidates = @()
if ($env:PYTHON) { $candidates += , @($env:PYTHON) }
$candidates += , @('py', '-3')
$candidates += , @('python3')
$candidates += , @('python')
foreach ($python in $candidates) {
    if (-not (Get-Command $python[0] -ErrorAction SilentlyContinue)) { continue }
    if (Test-Right $python) {
        $found = $python
        break
    }
    if (-not $old) { $old = $python }
}

if (-not $found) {
    if ($old) {
        Write-Host "Python 3.11 or later is needed, and this computer has an older one: $($old -join ' ')."
    } else {
        Write-Host 'Python 3.11 or later is needed, and this computer has none.'
    }
    Write-Host 'Install it (64 bits) from https://www.python.org/downloads/, then start again.'
    Write-Host 'To use one that lies elsewhere, set the environment variable PYTHON to its path first.'
    exit 1
}

$command, $options = $found
& $command @options 'engine/start.py' @args
exit $LASTEXITCODE
